using System.Buffers;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>What a route changes in the request target and in Host, compiled; immutable.</summary>
internal sealed class TargetRewrite
{
    private readonly byte[] _stripped;
    private readonly byte[] _added;
    private readonly byte[] _back;
    private readonly Template? _path;
    private readonly bool _takesAnything;
    private readonly bool _keepsQuery;

    public TargetRewrite(RewriteOptions options, TemplateScope scope)
    {
        _stripped = Encoding.UTF8.GetBytes(options.StripPrefix?.TrimEnd('/') ?? "");
        _back = UriEncoding.Encode(_stripped);
        _added = UriEncoding.Encode(Encoding.UTF8.GetBytes(options.AddPrefix?.TrimEnd('/') ?? ""));
        _path = options.Path is null ? null : TemplateParser.Parse(options.Path, scope with { IsUri = true });
        _takesAnything = _path is not null && _path.Parts.Any(IsFree);
        _keepsQuery = _path is null || !_path.Names(Variable.Query, Variable.Target);
        Host = options.Host is null ? null : TemplateParser.Parse(options.Host, scope);
    }

    /// <summary>What stands in Host, or null for what the client sent.</summary>
    public Template? Host { get; }

    /// <summary>The request's path has to be read for it.</summary>
    public bool NeedsPath => ChangesPath || Host is { NeedsPath: true };

    /// <summary>The path goes out changed.</summary>
    public bool ChangesPath => _path is not null || _stripped.Length + _added.Length > 0;

    /// <summary>Bytes it takes at most, beside what stands in the head already.</summary>
    public int Measure(Exchange exchange) => _added.Length + (_path?.Bound(exchange) ?? 0) + (Host?.Bound(exchange) ?? 0);

    /// <summary>
    /// Finds out whether what comes of the client's values can be sent: a path that is held to what routes hold paths to (see
    /// <see cref="PathNormalizer"/>), with no segment that leads out of where it stands, and a host.
    /// </summary>
    public ProxyError Check(Exchange exchange, bool allowsAmbiguous)
    {
        if (_takesAnything && HasPath(exchange.Request) && !IsClear(exchange, allowsAmbiguous))
        {
            return ProxyError.PathAmbiguous;
        }

        return Host is null || Host.IsLiteral || IsHost(exchange, Host) ? ProxyError.None : ProxyError.ClientHeadInvalid;
    }

    /// <summary>Writes the request line with the target changed; a target without a path, as of OPTIONS *, stays as it is.</summary>
    public void WriteRequestLine(ref HeadWriter writer, Exchange exchange)
    {
        var request = exchange.Request;
        if (!ChangesPath || !HasPath(request))
        {
            RequestWriter.WriteRequestLine(ref writer, request);
            return;
        }

        writer.Write(request.MethodBytes);
        writer.WriteByte((byte)' ');
        WriteTarget(ref writer, exchange);
        writer.Write(" HTTP/1.1\r\n"u8);
    }

    /// <summary>Writes the target of a request that has a path.</summary>
    public void WriteTarget(ref HeadWriter writer, Exchange exchange)
    {
        if (_path is not null)
        {
            WritePath(ref writer, _path, exchange);
        }
        else
        {
            WritePrefixed(ref writer, exchange);
        }

        var query = _keepsQuery ? RequestTarget.QueryOf(exchange.Request) : default;
        if (!query.IsEmpty)
        {
            writer.WriteByte(_path is { HasQuery: true } ? (byte)'&' : (byte)'?');
            writer.Write(query);
        }
    }

    /// <summary>Bytes that a path becomes longer at most by <see cref="WriteBack"/>.</summary>
    public int BackBytes => _back.Length + "/.".Length;

    /// <summary>
    /// Writes a path with what may follow it, as an origin names it, so that a client that asks for it comes to the same place: what is added on the way there
    /// is taken off, and what is stripped put before. One that the way there cannot lead to stays as it is.
    /// </summary>
    public void WriteBack(ref HeadWriter writer, ReadOnlySpan<byte> path)
    {
        if (_path is not null || path is not [(byte)'/', ..] || !StartsWithPath(path, _added) || (_back.Length > 0 && StartsWithPath(path, _back)))
        {
            writer.Write(path);
            return;
        }

        path = path[_added.Length..];
        writer.Write(_back);
        if (_back.Length == 0)
        {
            // A path, which what is left must not turn into a host.
            writer.Write(UrlRewrite.BeginsWithHost(path) ? "/."u8 : path is [(byte)'/', ..] ? default : "/"u8);
        }

        writer.Write(path);
    }

    // With a query or a fragment behind it, perhaps.
    private static bool StartsWithPath(ReadOnlySpan<byte> path, byte[] prefix) =>
        path.StartsWith(prefix) && (path.Length == prefix.Length || prefix.Length == 0 || path[prefix.Length] is (byte)'/' or (byte)'?' or (byte)'#');

    private static bool HasPath(RequestHead request) => request.Path is [(byte)'/', ..];

    // Captures and the path itself have no dot segments; a header, say, may be anything.
    private static bool IsFree(TemplatePart part) => part.Place == UriPlace.Path && part.Variable is not (Variable.None or Variable.Capture or Variable.Path);

    // No empty segment either, where a value is empty.
    private static void WritePath(ref HeadWriter writer, Template path, Exchange exchange)
    {
        var start = writer.Written;
        path.Write(ref writer, exchange);
        writer.MergeSlashes(start);
    }

    private bool IsClear(Exchange exchange, bool allowsAmbiguous)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(_path!.Measure(exchange) * 2);
        var writer = new HeadWriter(bytes);
        WritePath(ref writer, _path, exchange);
        var path = bytes.AsSpan(0, writer.Written);
        path = path.IndexOf((byte)'?') is >= 0 and var query ? path[..query] : path;
        var isClear = PathNormalizer.IsNormal(path)
            || (!PathNormalizer.HasDotSegments(path) && PathNormalizer.TryNormalize(path, allowsAmbiguous, bytes.AsSpan(writer.Written), out _));
        ArrayPool<byte>.Shared.Return(bytes);
        return isClear;
    }

    // Nothing is fine: the endpoint's own name stands in.
    private static bool IsHost(Exchange exchange, Template host)
    {
        if (host.Measure(exchange) > RequestHeaders.MaxAuthorityBytes)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[RequestHeaders.MaxAuthorityBytes];
        var writer = new HeadWriter(bytes);
        host.Write(ref writer, exchange);
        return writer.Written == 0 || UriHost.IsValid(bytes[..writer.Written]);
    }

    private void WritePrefixed(ref HeadWriter writer, Exchange exchange)
    {
        var rest = exchange.Path.AsSent(exchange.Request);
        if (_stripped.Length > 0 && StartsWith(exchange.Path.Of(exchange.Request), _stripped))
        {
            rest = WithoutSegments(rest, _stripped.AsSpan().Count((byte)'/'));
        }

        writer.Write(_added);
        writer.Write(rest.IsEmpty && _added.Length == 0 ? "/"u8 : rest);
    }

    // Whole segments: "/v1" is no part of "/v10".
    private static bool StartsWith(ReadOnlySpan<byte> path, ReadOnlySpan<byte> prefix) =>
        path.StartsWith(prefix) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private static ReadOnlySpan<byte> WithoutSegments(ReadOnlySpan<byte> path, int segments)
    {
        for (; segments > 0; segments--)
        {
            var next = path[1..].IndexOf((byte)'/');
            path = next < 0 ? default : path[(next + 1)..];
        }

        return path;
    }
}
