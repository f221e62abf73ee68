using Proxy.Core.Pipeline;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>
/// <c>addr - - [time] "METHOD target HTTP/1.1" status bytes "referer" "user-agent"</c>, and behind it, where the request failed,
/// <c>error=label tries=1 endpoint=10.0.0.5:8080 wait_ms=0 head_ms=- duration_ms=5</c>.
/// </summary>
internal static class CombinedLine
{
    /// <summary>Writes a line with its end; the bytes written.</summary>
    public static int Write(Span<byte> destination, in AccessEntry entry, LogClock clock)
    {
        var line = new LineWriter(destination);
        line.WriteHexEscaped(entry.Client, LineLimits.Address);
        line.Write(" - - ["u8);
        line.Write(clock.Combined);
        line.Write("] \""u8);
        WriteRequest(ref line, entry);
        line.Write("\" "u8);
        WriteStatus(ref line, entry.Status);
        line.Write((byte)' ');
        line.Write(entry.BytesSent);
        line.Write(" \""u8);
        line.WriteHexEscaped(entry.Referer, LineLimits.Referer);
        line.Write("\" \""u8);
        line.WriteHexEscaped(entry.UserAgent, LineLimits.UserAgent);
        line.Write((byte)'"');
        if (entry.Error != ProxyError.None)
        {
            WriteFailure(ref line, entry);
        }

        line.Write((byte)'\n');
        return line.Written;
    }

    private static void WriteRequest(ref LineWriter line, in AccessEntry entry)
    {
        if (entry.Protocol.IsEmpty)
        {
            line.WriteHexEscaped(entry.RefusedLine, LineLimits.Target);
            return;
        }

        line.WriteHexEscaped(entry.Method, LineLimits.Method);
        line.Write((byte)' ');
        line.WriteHexEscaped(entry.Target, LineLimits.Target);
        line.Write((byte)' ');
        line.Write(entry.Protocol);
    }

    // Readers of this format want three digits.
    private static void WriteStatus(ref LineWriter line, int status)
    {
        if (status == 0)
        {
            line.Write("000"u8);
            return;
        }

        line.Write(status);
    }

    private static void WriteFailure(ref LineWriter line, in AccessEntry entry)
    {
        line.Write(" error="u8);
        line.Write(ProxyErrors.Of(entry.Error).Label);
        line.Write(" tries="u8);
        line.Write(entry.Tries);
        line.Write(" endpoint="u8);
        line.Write(entry.Endpoint.IsEmpty ? "-"u8 : entry.Endpoint);
        WriteTime(ref line, " wait_ms="u8, entry.Wait);
        WriteTime(ref line, " head_ms="u8, entry.Head);
        WriteTime(ref line, " duration_ms="u8, entry.Duration);
    }

    private static void WriteTime(ref LineWriter line, ReadOnlySpan<byte> key, long time)
    {
        line.Write(key);
        if (time == ExchangeTimes.Never)
        {
            line.Write((byte)'-');
            return;
        }

        line.Write(time);
    }
}
