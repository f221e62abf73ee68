using System.Buffers;

namespace Proxy.Http1.Parsing;

/// <summary>
/// Checks <c>uri-host [":" port]</c> (RFC 9110 §7.2, RFC 3986 §3.2.2). Looser than nothing: no userinfo, no comma (several hosts folded
/// into one field would pass for a reg-name), no future IP literal, no zone.
/// </summary>
public static class UriHost
{
    private const int MaxPort = 65535;

    private static readonly SearchValues<byte> RegName = SearchValues.Create(
        "!$&'()*+-.;=_~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>True for a host, with a port behind it or without.</summary>
    public static bool IsValid(ReadOnlySpan<byte> authority) => FindInvalid(authority, needsPort: false) < 0;

    /// <summary>Index of the first invalid byte, the length when something is missing at the end, or -1 when all is valid.</summary>
    /// <param name="authority">The host with its port.</param>
    /// <param name="needsPort">True for authority-form (RFC 9112 §3.2.3), where the port is not optional.</param>
    internal static int FindInvalid(ReadOnlySpan<byte> authority, bool needsPort)
    {
        int end = HostEnd(authority, out int invalid);
        if (invalid >= 0)
        {
            return invalid;
        }

        if (end == authority.Length)
        {
            return needsPort ? end : -1;
        }

        return authority[end] == ':' ? FindInvalidPort(authority, end + 1, needsPort) : end;
    }

    private static int HostEnd(ReadOnlySpan<byte> authority, out int invalid)
    {
        invalid = -1;
        int end = 0;
        if (!authority.IsEmpty && authority[0] == '[')
        {
            int close = authority.IndexOf((byte)']');
            invalid = close > 0 && IPv6.IsAddress(authority[1..close]) ? -1 : 0;
            return close + 1;
        }

        while (true)
        {
            int run = authority[end..].IndexOfAnyExcept(RegName);
            if (run < 0)
            {
                end = authority.Length;
                break;
            }

            end += run;
            if (authority[end] != '%' || !IsEscape(authority[end..]))
            {
                break;
            }

            end += 3;
        }

        invalid = end == 0 ? 0 : -1;
        return end;
    }

    private static bool IsEscape(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && Tokens.HexValue(bytes[1]) >= 0 && Tokens.HexValue(bytes[2]) >= 0;

    // RFC 3986 §3.2.3: port = *DIGIT, so that "host:" is valid and means the default port.
    private static int FindInvalidPort(ReadOnlySpan<byte> authority, int start, bool needsPort)
    {
        int port = 0;
        for (int i = start; i < authority.Length; i++)
        {
            if (!Tokens.IsDigit(authority[i]))
            {
                return i;
            }

            port = (port * 10) + (authority[i] - '0');
            if (port > MaxPort)
            {
                return i;
            }
        }

        return needsPort && port == 0 ? authority.Length : -1;
    }
}
