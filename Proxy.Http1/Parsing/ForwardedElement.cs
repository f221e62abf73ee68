using System.Text;

namespace Proxy.Http1.Parsing;

/// <summary>One element of Forwarded (RFC 7239 §4): what one proxy says of the request it got.</summary>
public ref struct ForwardedElement
{
    /// <summary>Who sent it the request; empty when not said.</summary>
    public ReadOnlySpan<byte> For { get; private set; }

    /// <summary>The scheme; empty when not said.</summary>
    public ReadOnlySpan<byte> Proto { get; private set; }

    /// <summary>The value of Host; empty when not said.</summary>
    public ReadOnlySpan<byte> Host { get; private set; }

    /// <summary>
    /// Reads an element, without whitespace around it. Not one that says a thing twice, or that has an escape in a value we look at: no address, host or scheme
    /// needs any.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ForwardedElement element)
    {
        ForwardedElement read = default;
        element = default;
        while (true)
        {
            // No whitespace may stand around ";", but it is often seen behind it.
            text = text.TrimStart(" \t"u8);
            if (!text.IsEmpty && text[0] != ';' && !read.TryReadPair(ref text))
            {
                return false;
            }

            text = text.TrimStart(" \t"u8);
            if (text.IsEmpty)
            {
                element = read;
                return true;
            }

            if (text[0] != ';')
            {
                return false;
            }

            text = text[1..];
        }
    }

    // forwarded-pair = token "=" ( token / quoted-string )
    private bool TryReadPair(scoped ref ReadOnlySpan<byte> text)
    {
        int end = Tokens.EndOfToken(text, 0);
        if (end == 0 || end + 1 >= text.Length || text[end] != '=')
        {
            return false;
        }

        ReadOnlySpan<byte> name = text[..end];
        text = text[(end + 1)..];
        return text[0] == '"' ? TryReadQuoted(name, ref text) : TryReadToken(name, ref text);
    }

    private bool TryReadToken(ReadOnlySpan<byte> name, scoped ref ReadOnlySpan<byte> text)
    {
        int end = Tokens.EndOfToken(text, 0);
        ReadOnlySpan<byte> value = text[..end];
        text = text[end..];
        return end > 0 && TrySet(name, value);
    }

    private bool TryReadQuoted(ReadOnlySpan<byte> name, scoped ref ReadOnlySpan<byte> text)
    {
        int end = 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> value = text[1..end];
        text = text[(end + 1)..];
        return TrySet(name, value);
    }

    private bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "for"u8))
        {
            bool isFirst = For.IsEmpty;
            For = value;
            return isFirst && IsPlain(value);
        }

        if (Ascii.EqualsIgnoreCase(name, "proto"u8))
        {
            bool isFirst = Proto.IsEmpty;
            Proto = value;
            return isFirst && IsPlain(value);
        }

        if (Ascii.EqualsIgnoreCase(name, "host"u8))
        {
            bool isFirst = Host.IsEmpty;
            Host = value;
            return isFirst && IsPlain(value);
        }

        return true;
    }

    private static bool IsPlain(ReadOnlySpan<byte> value) => !value.IsEmpty && !value.Contains((byte)'\\');
}
