using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>What a route changes in the request target and in Host, compiled; immutable.</summary>
internal sealed class TargetRewrite
{
    private readonly byte[] _stripped;
    private readonly byte[] _added;
    private readonly byte[] _back;
    private readonly Template? _path;
    private readonly bool _hasQuery;

    public TargetRewrite(RewriteOptions options, TemplateScope scope)
    {
        _stripped = Encoding.UTF8.GetBytes(options.StripPrefix?.TrimEnd('/') ?? "");
        _back = UriEncoding.Encode(_stripped);
        _added = UriEncoding.Encode(Encoding.UTF8.GetBytes(options.AddPrefix?.TrimEnd('/') ?? ""));
        _path = options.Path is null ? null : TemplateParser.Parse(options.Path, scope with { IsUri = true });
        _hasQuery = options.Path?.Contains('?', StringComparison.Ordinal) ?? false;
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

    /// <summary>Writes the request line with the target changed; a target without a path, as of OPTIONS *, stays as it is.</summary>
    public void WriteRequestLine(ref HeadWriter writer, Exchange exchange)
    {
        var request = exchange.Request;
        if (!ChangesPath || request.Path is not [(byte)'/', ..])
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
            _path.Write(ref writer, exchange);
        }
        else
        {
            WritePrefixed(ref writer, exchange);
        }

        var query = RequestTarget.QueryOf(exchange.Request);
        if (!query.IsEmpty)
        {
            writer.WriteByte(_hasQuery ? (byte)'&' : (byte)'?');
            writer.Write(query);
        }
    }

    /// <summary>Bytes that a path becomes longer at most by <see cref="WriteBack"/>.</summary>
    public int BackBytes => _back.Length + 1;

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
        writer.Write(_back.Length == 0 && path is not [(byte)'/', ..] ? "/"u8 : default);
        writer.Write(path);
    }

    // With a query or a fragment behind it, perhaps.
    private static bool StartsWithPath(ReadOnlySpan<byte> path, byte[] prefix) =>
        path.StartsWith(prefix) && (path.Length == prefix.Length || prefix.Length == 0 || path[prefix.Length] is (byte)'/' or (byte)'?' or (byte)'#');

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
