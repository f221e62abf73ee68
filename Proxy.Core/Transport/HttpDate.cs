using System.Buffers.Text;

namespace Proxy.Core.Transport;

/// <summary>The current time as an IMF-fixdate (RFC 9110 §5.6.7), rendered once a second.</summary>
internal sealed class HttpDate
{
    /// <summary>Length of an IMF-fixdate in bytes.</summary>
    public const int Length = 29;

    private readonly TimeProvider _clock;
    private readonly byte[] _bytes = new byte[Length];
    private long _renderedAt = long.MinValue;

    public HttpDate(TimeProvider clock) => _clock = clock;

    /// <summary>The date, at most a second old.</summary>
    /// <param name="now">The loop's milliseconds, to tell whether it has to be rendered again.</param>
    public ReadOnlySpan<byte> Get(long now)
    {
        if (now / 1000 != _renderedAt)
        {
            _renderedAt = now / 1000;
            Utf8Formatter.TryFormat(_clock.GetUtcNow(), _bytes, out _, 'R');
        }

        return _bytes;
    }
}
