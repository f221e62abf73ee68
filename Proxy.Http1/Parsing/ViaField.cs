using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>Reads Via (RFC 9110 §7.6.3).</summary>
public static class ViaField
{
    /// <summary>
    /// True when a member names this recipient. It is looked for as a word anywhere, in comments too: a comment that somebody before left open must not hide
    /// what stands behind it.
    /// </summary>
    /// <param name="head">Whose fields.</param>
    /// <param name="recipient">A pseudonym, not empty.</param>
    public static bool Names(MessageHead head, ReadOnlySpan<byte> recipient)
    {
        ArgumentNullException.ThrowIfNull(head);
        HeaderTable fields = head.Fields;
        for (int index = fields.IndexOf(KnownHeader.Via); index >= 0; index = fields.IndexOfNext(KnownHeader.Via, index))
        {
            if (HasWord(head.ValueOf(index), recipient))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (int at = text.IndexOf(word); at >= 0; at = text.IndexOf(word))
        {
            bool begins = at == 0 || !Tokens.IsToken(text[at - 1]);
            text = text[(at + word.Length)..];
            if (begins && (text.IsEmpty || !Tokens.IsToken(text[0])))
            {
                return true;
            }

            // The rest of this word is none.
            text = text[Tokens.EndOfToken(text, 0)..];
        }

        return false;
    }
}
