using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Routing;

/// <summary>The path of a request in the form that routes are compared with, and where the captures of the route taken lie in it. Pooled with its exchange.</summary>
internal sealed class RoutePath
{
    private byte[] _normal = [];
    private byte[] _plain = [];
    private int _length;
    private int _sentLength;
    private int _plainLength;
    private bool _isNormalized;

    /// <summary>The captures of the route taken.</summary>
    public PathCaptures Captures;

    /// <summary>Reads the path of a request, which has to be the same in <see cref="Of"/>.</summary>
    /// <returns>False when it is ambiguous and that is not allowed, see <see cref="PathNormalizer"/>.</returns>
    public bool TryRead(RequestHead request, bool allowsAmbiguous)
    {
        _isNormalized = false;
        _plainLength = 0;
        var path = RequestTarget.PathOf(request);
        path = path.IsEmpty ? "*"u8 : path;
        _sentLength = path.Length;
        if (PathNormalizer.IsNormal(path))
        {
            return true;
        }

        if (_normal.Length < path.Length)
        {
            _normal = new byte[Math.Max(256, path.Length * 2)];
        }

        _isNormalized = true;
        return PathNormalizer.TryNormalize(path, allowsAmbiguous, _normal, out _length);
    }

    /// <summary>The path of the request last read; <c>*</c> where it names none.</summary>
    public ReadOnlySpan<byte> Of(RequestHead request) => _isNormalized ? _normal.AsSpan(0, _length) : WithoutQuery(request);

    /// <summary>The same path without dot segments and empty ones, its other bytes as they were sent: what goes into other URIs.</summary>
    public ReadOnlySpan<byte> AsSent(RequestHead request)
    {
        if (!_isNormalized)
        {
            return WithoutQuery(request);
        }

        if (_plainLength == 0)
        {
            var path = WithoutQuery(request);
            if (_plain.Length < path.Length)
            {
                _plain = new byte[Math.Max(256, path.Length * 2)];
            }

            _plainLength = PathNormalizer.RemoveDotSegments(path, _plain);
        }

        return _plain.AsSpan(0, _plainLength);
    }

    /// <summary>A capture of the route taken, as it was sent.</summary>
    public ReadOnlySpan<byte> CaptureOf(RequestHead request, int index, bool isRest)
    {
        var (start, length) = Captures[index];
        if (!_isNormalized || length == 0)
        {
            return length == 0 ? default : Of(request).Slice(start, length);
        }

        // Both forms have the same segments.
        var sent = AsSent(request);
        for (var slashes = _normal.AsSpan(0, start).Count((byte)'/'); slashes > 0; slashes--)
        {
            sent = sent[(sent.IndexOf((byte)'/') + 1)..];
        }

        var end = isRest ? -1 : sent.IndexOf((byte)'/');
        return end < 0 ? sent : sent[..end];
    }

    private ReadOnlySpan<byte> WithoutQuery(RequestHead request)
    {
        var path = request.Path;
        return path.IsEmpty ? "*"u8 : path[.._sentLength];
    }
}
