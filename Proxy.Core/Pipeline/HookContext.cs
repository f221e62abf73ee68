using System.Net;
using System.Text;

namespace Proxy.Core.Pipeline;

/// <summary>A request as a hook sees it; valid until the hook's task completes. Strings are made when asked for.</summary>
public sealed class HookContext
{
    private readonly Exchange _exchange;

    internal HookContext(Exchange exchange) => _exchange = exchange;

    /// <summary>The method's token.</summary>
    public string Method => Encoding.ASCII.GetString(_exchange.Request.MethodBytes);

    /// <summary>The request target as received.</summary>
    public string Target => Encoding.ASCII.GetString(_exchange.Request.Target);

    /// <summary>Host and port the client asked for; empty for an HTTP/1.0 request without Host.</summary>
    public string Authority => Encoding.ASCII.GetString(_exchange.Request.Authority);

    /// <summary>
    /// The client's address, as far as it is believed: behind trusted proxies what they say of it, else that of <see cref="RemoteEndPoint"/>. Null when unknown.
    /// </summary>
    public IPAddress? ClientAddress => IPAddress.TryParse(Encoding.ASCII.GetString(_exchange.Client.Address), out var address) ? address : null;

    /// <summary>The scheme the client used, <c>http</c> or <c>https</c>, as far as it is believed.</summary>
    public string Scheme => Encoding.ASCII.GetString(_exchange.Client.Scheme);

    /// <summary>The request's identifier; made now where it has none yet.</summary>
    public string RequestId => Encoding.ASCII.GetString(_exchange.Client.RequestId);

    /// <summary>Who is at the other end of the connection; null when unknown.</summary>
    public EndPoint? RemoteEndPoint => _exchange.Connection.RemoteEndPoint;

    /// <summary>The name of the upstream that will answer; empty where the route redirects or responds itself.</summary>
    public string Upstream => _exchange.Upstream?.Options.Name ?? "";

    /// <summary>The value of the first field of this name, as Latin-1 text; null when there is none.</summary>
    public string? Field(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = Encoding.ASCII.GetBytes(name);
        var request = _exchange.Request;
        for (var i = 0; i < request.Fields.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(request.NameOf(i), wanted))
            {
                return Encoding.Latin1.GetString(request.ValueOf(i));
            }
        }

        return null;
    }
}
