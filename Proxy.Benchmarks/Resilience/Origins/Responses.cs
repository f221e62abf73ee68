using System.Globalization;
using System.Text;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>The bytes of an origin's responses.</summary>
internal sealed class Responses
{
    private readonly byte[] _short = Render(Traffic.ShortBytes, "");
    private readonly byte[] _shortLast = Render(Traffic.ShortBytes, "Connection: close\r\n");
    private readonly byte[] _long = Render(Traffic.LongBytes, "");

    /// <summary>A whole response; <paramref name="last"/>: the connection ends with it.</summary>
    public ReadOnlySpan<byte> Whole(int number, bool last) => WithNumber(last ? _shortLast : _short, number, Traffic.ShortBytes);

    /// <summary>Head and half of the content of a long one.</summary>
    public ReadOnlySpan<byte> FirstHalf(int number) => WithNumber(_long, number, Traffic.LongBytes)[..^(Traffic.LongBytes / 2)];

    public ReadOnlySpan<byte> SecondHalf => _long.AsSpan(^(Traffic.LongBytes / 2));

    private static ReadOnlySpan<byte> WithNumber(byte[] response, int number, int contentBytes)
    {
        number.TryFormat(response.AsSpan(response.Length - contentBytes, Traffic.NumberDigits), out _, "D10", CultureInfo.InvariantCulture);
        return response;
    }

    private static byte[] Render(int contentBytes, string fields) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {contentBytes}\r\n{fields}\r\n{new string('.', contentBytes)}");
}
