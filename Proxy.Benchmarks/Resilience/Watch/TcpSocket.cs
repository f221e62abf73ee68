using System.Globalization;

namespace Proxy.Benchmarks.Resilience.Watch;

/// <summary>A line of <c>/proc/net/tcp</c>.</summary>
/// <param name="LocalPort">The socket's own port.</param>
/// <param name="RemotePort">Its peer's port.</param>
/// <param name="State">The kernel's number of its state.</param>
/// <param name="UnreadBytes">Bytes that came and were not read; a FIN counts as one.</param>
internal readonly record struct TcpSocket(int LocalPort, int RemotePort, int State, long UnreadBytes)
{
    /// <summary>A connect that was not answered yet.</summary>
    public const int SynSent = 2;

    /// <summary>True if more came than the FIN of a peer that gave up.</summary>
    public bool HasRequest => UnreadBytes > 1;

    public static IReadOnlyList<TcpSocket> ReadAll() => Parse(File.ReadAllLines("/proc/net/tcp"));

    public static IReadOnlyList<TcpSocket> Parse(IEnumerable<string> lines) => [.. lines.Skip(1).Select(ParseLine)];

    private static TcpSocket ParseLine(string line)
    {
        const int Local = 1, Remote = 2, StateField = 3, Queues = 4;
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new TcpSocket(AfterColon(fields[Local]), AfterColon(fields[Remote]), Hexadecimal(fields[StateField]), AfterColon(fields[Queues]));
    }

    private static int AfterColon(string field) => Hexadecimal(field.AsSpan(field.IndexOf(':', StringComparison.Ordinal) + 1));

    private static int Hexadecimal(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
