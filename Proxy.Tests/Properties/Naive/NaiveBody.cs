using System.Globalization;

namespace Proxy.Tests.Properties.Naive;

/// <summary>Where a message ends (RFC 9112 §6.3), in the strict reading: whatever could be read in two ways is wrong.</summary>
internal static class NaiveBody
{
    public static bool ReadOfRequest(NaiveCursor cursor, NaiveMessage message)
    {
        if (message.All("Transfer-Encoding").Count > 0)
        {
            return IsChunkedOnly(message) ? NaiveChunks.Read(cursor, message) : cursor.Reject("Transfer-Encoding");
        }

        return message.All("Content-Length").Count == 0 || ReadCounted(cursor, message);
    }

    /// <param name="cursor">Stands behind the head.</param>
    /// <param name="message">Gets the body.</param>
    /// <param name="answersHead">It answers a HEAD.</param>
    /// <param name="ended">The connection has ended in order behind the last byte.</param>
    public static bool ReadOfResponse(NaiveCursor cursor, NaiveMessage message, bool answersHead, bool ended)
    {
        // The framing has to be right even where it frames nothing.
        var (codings, lengths) = (message.All("Transfer-Encoding").Count, message.All("Content-Length").Count);
        // RFC 9112 §6.1: where there can be no content at all, there is no coding of it either.
        if (codings > 0 && (!IsChunkedOnly(message) || message.IsInterim || message.Status == 204))
        {
            return cursor.Reject("Transfer-Encoding");
        }

        if (lengths > 0 && Length(message) is null)
        {
            return cursor.Reject("Content-Length");
        }

        if (answersHead || message.IsInterim || message.Status is 204 or 304)
        {
            return true;
        }

        if (codings > 0)
        {
            return NaiveChunks.Read(cursor, message);
        }

        if (lengths > 0)
        {
            return ReadCounted(cursor, message);
        }

        message.Body = cursor.TakeUpTo(long.MaxValue);
        return ended || cursor.Refuse("end of connection");
    }

    private static bool ReadCounted(NaiveCursor cursor, NaiveMessage message)
    {
        if (Length(message) is not { } length)
        {
            return cursor.Reject("Content-Length");
        }

        message.Body = cursor.TakeUpTo(length);
        return message.Body.Length == length || cursor.Refuse("content");
    }

    // The one coding there is, alone, and in HTTP/1.1 (RFC 9112 §6.1).
    private static bool IsChunkedOnly(NaiveMessage message)
    {
        var codings = message.All("Transfer-Encoding");
        return codings.Count == 1
            && codings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase)
            && message.Version == "1.1"
            && message.All("Content-Length").Count == 0;
    }

    // Content-Length = 1*DIGIT, once (RFC 9110 §8.6).
    private static long? Length(NaiveMessage message)
    {
        var lengths = message.All("Content-Length");
        return lengths.Count == 1
            && lengths[0].Length > 0
            && lengths[0].All(character => NaiveGrammar.IsDigit(character))
            && long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;
    }
}
