using System.Buffers.Text;
using System.Text;
using Proxy.Core.Pipeline;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Templates;

/// <summary>
/// The values of variables, as bytes that lie in the exchange. None holds a control character: what comes from a head was checked by its parser, what comes
/// from the options by their validator.
/// </summary>
internal static class VariableValues
{
    /// <summary>Bytes that a value may need that lies nowhere yet.</summary>
    public const int ScratchBytes = 16;

    // An address with its zone, an id, a reason.
    private const int LongestOwn = 128;

    /// <summary>Bytes of the longest value there can be, see <see cref="IsConfigured"/>: it is a part of a head, or one of ours.</summary>
    public static int LongestOf(Exchange exchange) =>
        Math.Max(Math.Max(exchange.Request.Length, exchange.Response.Length), LongestOwn);

    /// <summary>True where the value is the operator's or the embedder's, and may be longer than <see cref="LongestOf"/> says.</summary>
    public static bool IsConfigured(Variable variable) =>
        variable is Variable.Route or Variable.Upstream or Variable.Endpoint or Variable.TlsVersion or Variable.TlsCipher;

    /// <summary>The value for this exchange; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Of(TemplatePart part, Exchange exchange, Span<byte> scratch)
    {
        var request = exchange.Request;
        return part.Variable switch
        {
            Variable.ClientAddress => exchange.Client.Address,
            Variable.Host => HostPattern.NameIn(exchange.Client.Authority),
            Variable.Authority => exchange.Client.Authority,
            Variable.Method => request.MethodBytes,
            Variable.Scheme => exchange.Client.Scheme,
            Variable.Path => part.Allowed is null ? RequestTarget.PathOf(request) : exchange.Path.AsSent(request),
            Variable.Query => RequestTarget.QueryOf(request),
            Variable.Target => request.Target,
            Variable.RequestId => exchange.Client.RequestId,
            Variable.TlsVersion => exchange.Connection.TlsVersion,
            Variable.TlsCipher => exchange.Connection.TlsCipher,
            Variable.Route => exchange.Route is null ? default : exchange.Route.Name,
            Variable.Upstream => exchange.Upstream is null ? default : exchange.Upstream.Name,
            Variable.Endpoint => exchange.Endpoint is null ? default : exchange.Endpoint.NameBytes,
            Variable.Header => Field(request, part.Text),
            Variable.Cookie => Cookie(request, part.Text),
            Variable.QueryParameter => QueryText.Find(RequestTarget.QueryOf(request), part.Text),
            Variable.Capture => exchange.Path.CaptureOf(request, part.Index, exchange.Route!.Path.IsRest(part.Index)),
            Variable.Status => Number(exchange.Status, scratch),
            Variable.Reason => ReasonPhrases.Of(exchange.Status),
            Variable.ResponseHeader => Field(exchange.Response, part.Text),
            _ => part.Text,
        };
    }

    private static ReadOnlySpan<byte> Number(int value, Span<byte> scratch)
    {
        Utf8Formatter.TryFormat(value, scratch, out var length);
        return scratch[..length];
    }

    private static ReadOnlySpan<byte> Field(MessageHead head, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < head.Fields.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(head.NameOf(i), name))
            {
                return head.ValueOf(i);
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> Cookie(RequestHead request, ReadOnlySpan<byte> name)
    {
        for (var i = request.Fields.IndexOf(KnownHeader.Cookie); i >= 0; i = request.Fields.IndexOfNext(KnownHeader.Cookie, i))
        {
            if (CookieText.TryFind(request.ValueOf(i), name, out var value))
            {
                return value;
            }
        }

        return default;
    }
}
