using System.Globalization;

namespace Proxy.Tests.Properties.Naive;

/// <summary>The chunked coding (RFC 9112 §7.1).</summary>
internal static class NaiveChunks
{
    // *chunk last-chunk trailer-section CRLF
    public static bool Read(NaiveCursor cursor, NaiveMessage message)
    {
        var content = new List<byte>();
        while (true)
        {
            if (!ReadSize(cursor, out var size) || !ReadExtensions(cursor) || !cursor.Skip("\r\n"))
            {
                return false;
            }

            if (size == 0)
            {
                message.Body = [.. content];
                return NaiveHead.ReadFields(cursor, message.Trailers);
            }

            var data = cursor.TakeUpTo(size);
            content.AddRange(data);
            if (data.Length < size)
            {
                return cursor.Refuse("chunk-data");
            }

            if (!cursor.Skip("\r\n"))
            {
                return false;
            }
        }
    }

    // chunk-size = 1*HEXDIG
    private static bool ReadSize(NaiveCursor cursor, out long size)
    {
        var digits = cursor.Take(NaiveGrammar.IsHexDigit, "chunk-size");
        if (!long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size))
        {
            return digits.Length > 0 ? cursor.Reject("chunk-size") : cursor.Refuse("chunk-size");
        }

        return size >= 0 || cursor.Reject("chunk-size");
    }

    // chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
    private static bool ReadExtensions(NaiveCursor cursor)
    {
        while (cursor.Next is ' ' or '\t' or ';')
        {
            cursor.SkipBlanks();
            if (!cursor.Skip(";"))
            {
                return false;
            }

            cursor.SkipBlanks();
            if (cursor.Take(NaiveGrammar.IsTokenByte, "chunk-ext-name").Length == 0 || !ReadValue(cursor))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReadValue(NaiveCursor cursor)
    {
        // Blanks may stand before "=" as well as before the next ";".
        var before = cursor.At;
        cursor.SkipBlanks();
        if (cursor.Next != '=')
        {
            cursor.At = cursor.IsAtEnd ? cursor.At : before;
            return !cursor.IsAtEnd || cursor.Refuse("chunk-ext");
        }

        cursor.At++;
        cursor.SkipBlanks();
        return cursor.Next == '"' ? ReadQuoted(cursor) : cursor.Take(NaiveGrammar.IsTokenByte, "chunk-ext-val").Length > 0;
    }

    // quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
    private static bool ReadQuoted(NaiveCursor cursor)
    {
        cursor.At++;
        while (NaiveGrammar.IsQuotedByte(cursor.Next) || cursor.Next == '\\')
        {
            var isPair = cursor.Next == '\\';
            cursor.At++;
            if (isPair && !NaiveGrammar.IsFieldByte(cursor.Next))
            {
                return cursor.Refuse("quoted-pair");
            }

            cursor.At += isPair ? 1 : 0;
        }

        return cursor.Skip("\"");
    }
}
