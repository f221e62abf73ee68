namespace Proxy.Http1.Parsing;

/// <summary>The pairs in a Cookie field (RFC 6265 §4.2.1).</summary>
public static class CookieText
{
    /// <summary>Finds the first cookie of a name, which is compared byte for byte.</summary>
    /// <param name="field">The value of a Cookie field.</param>
    /// <param name="name">The cookie's name.</param>
    /// <param name="value">Its value as it was sent.</param>
    public static bool TryFind(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => TryTake(ref field, name, out value);

    /// <summary>Finds the next cookie of a name, which is compared byte for byte, and leaves what is behind it.</summary>
    /// <param name="field">The value of a Cookie field, or what is left of it.</param>
    /// <param name="name">The cookie's name.</param>
    /// <param name="value">Its value as it was sent.</param>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> field, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!field.IsEmpty)
        {
            int end = field.IndexOf((byte)';');
            ReadOnlySpan<byte> pair = (end < 0 ? field : field[..end]).Trim((byte)' ');
            field = end < 0 ? default : field[(end + 1)..];
            int equals = pair.IndexOf((byte)'=');
            if (equals == name.Length && pair.StartsWith(name))
            {
                value = pair[(equals + 1)..];
                return true;
            }
        }

        value = default;
        return false;
    }
}
