namespace Proxy.Tests.Properties.Naive;

/// <summary>Classes of bytes (RFC 9110 §5.5, §5.6; RFC 5234 appendix B.1). -1, the end, is in none of them.</summary>
internal static class NaiveGrammar
{
    public static bool IsDigit(int b) => b is >= '0' and <= '9';

    public static bool IsHexDigit(int b) => IsDigit(b) || b is (>= 'a' and <= 'f') or (>= 'A' and <= 'F');

    public static bool IsAlpha(int b) => b is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    public static bool IsTokenByte(int b) => IsDigit(b) || IsAlpha(b) || (b > 0 && "!#$%&'*+-.^_`|~".Contains((char)b, StringComparison.Ordinal));

    /// <summary>VCHAR, obs-text, and the blanks between them.</summary>
    public static bool IsFieldByte(int b) => b is ' ' or '\t' or (>= 0x21 and <= 0x7E) or (>= 0x80 and <= 0xFF);

    /// <summary>
    /// What may stand in a request target: VCHAR but the fragment's "#". RFC 3986 forbids some of them; they end nothing, so that two readers agree.
    /// </summary>
    public static bool IsTargetByte(int b) => b is >= 0x21 and <= 0x7E and not '#';

    /// <summary>uri-host and port (RFC 3986 §3.2), without a look at how they are put together.</summary>
    public static bool IsHostByte(int b) => IsDigit(b) || IsAlpha(b) || (b > 0 && "-._~!$&'()*+,;=%:[]".Contains((char)b, StringComparison.Ordinal));

    /// <summary>qdtext.</summary>
    public static bool IsQuotedByte(int b) => IsFieldByte(b) && b is not ('"' or '\\');
}
