using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Routing;

/// <summary>The path of a request in the form that routes are compared with, and where the captures of the route taken lie in it. Pooled with its exchange.</summary>
internal sealed class RoutePath
{
    private byte[] _normal = [];
    private int _length;
    private bool _isNormalized;

    /// <summary>The captures of the route taken.</summary>
    public PathCaptures Captures;

    /// <summary>Reads the path of a request, which has to be the same in <see cref="Of"/>.</summary>
    /// <returns>False when it is ambiguous and that is not allowed, see <see cref="PathNormalizer"/>.</returns>
    public bool TryRead(RequestHead request, bool allowsAmbiguous)
    {
        _isNormalized = false;
        var path = WithoutQuery(request);
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

    private static ReadOnlySpan<byte> WithoutQuery(RequestHead request)
    {
        var path = request.Path;
        var query = path.IndexOf((byte)'?');
        return path.IsEmpty ? "*"u8 : query < 0 ? path : path[..query];
    }
}
