using Proxy.Core.Pipeline;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>One JSON object (RFC 8259). What is not known is left out.</summary>
internal static class JsonLine
{
    /// <summary>Writes a line with its end; the bytes written.</summary>
    public static int Write(Span<byte> destination, in AccessEntry entry, LogClock clock)
    {
        var line = new LineWriter(destination);
        line.Write("{\"time\":\""u8);
        line.Write(clock.Iso);
        line.Write((byte)'"');
        WriteText(ref line, ",\"client\":\""u8, entry.Client, LineLimits.Address);
        WriteRequest(ref line, entry);
        line.Write(",\"status\":"u8);
        line.Write(entry.Status);
        line.Write(",\"bytes_sent\":"u8);
        line.Write(entry.BytesSent);
        line.Write(",\"bytes_received\":"u8);
        line.Write(entry.BytesReceived);
        line.Write(",\"duration_ms\":"u8);
        line.Write(entry.Duration);
        WriteRoad(ref line, entry);
        WriteText(ref line, ",\"request_id\":\""u8, entry.RequestId, LineLimits.RequestId);
        WriteText(ref line, ",\"referer\":\""u8, entry.Referer, LineLimits.Referer);
        WriteText(ref line, ",\"user_agent\":\""u8, entry.UserAgent, LineLimits.UserAgent);
        if (entry.Error != ProxyError.None)
        {
            line.Write(",\"error\":\""u8);
            line.Write(ProxyErrors.Of(entry.Error).Label);
            line.Write((byte)'"');
        }

        line.Write(entry.IsCut ? ",\"cut\":true}\n"u8 : "}\n"u8);
        return line.Written;
    }

    private static void WriteRequest(ref LineWriter line, in AccessEntry entry)
    {
        if (entry.Protocol.IsEmpty)
        {
            WriteText(ref line, ",\"refused_line\":\""u8, entry.RefusedLine, LineLimits.Target);
            return;
        }

        WriteText(ref line, ",\"method\":\""u8, entry.Method, LineLimits.Method);
        WriteText(ref line, ",\"host\":\""u8, entry.Host, LineLimits.Host);
        WriteText(ref line, ",\"target\":\""u8, entry.Target, LineLimits.Target);
        WriteName(ref line, ",\"protocol\":\""u8, entry.Protocol);
    }

    // Which way it took, and how long each part of it.
    private static void WriteRoad(ref LineWriter line, in AccessEntry entry)
    {
        WriteName(ref line, ",\"route\":\""u8, entry.Route);
        WriteName(ref line, ",\"upstream\":\""u8, entry.Upstream);
        WriteName(ref line, ",\"endpoint\":\""u8, entry.Endpoint);
        if (entry.Tries == 0)
        {
            return;
        }

        line.Write(",\"tries\":"u8);
        line.Write(entry.Tries);
        line.Write(",\"wait_ms\":"u8);
        line.Write(entry.Wait);
        if (entry.Head != ExchangeTimes.Never)
        {
            line.Write(",\"head_ms\":"u8);
            line.Write(entry.Head);
        }
    }

    private static void WriteText(ref LineWriter line, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, int maxLength)
    {
        if (!text.IsEmpty)
        {
            line.Write(key);
            line.WriteJsonEscaped(text, maxLength);
            line.Write((byte)'"');
        }
    }

    private static void WriteName(ref LineWriter line, ReadOnlySpan<byte> key, ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty)
        {
            line.Write(key);
            line.Write(name);
            line.Write((byte)'"');
        }
    }
}
