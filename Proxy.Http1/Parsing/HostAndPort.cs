namespace Proxy.Http1.Parsing;

/// <summary>Takes <c>uri-host [":" port]</c> apart (RFC 9110 §7.2), which Host and a URI have alike.</summary>
public static class HostAndPort
{
    /// <summary>True for what Host may say.</summary>
    public static bool IsValid(ReadOnlySpan<byte> authority) => UriHost.FindInvalid(authority, needsPort: false) < 0;

    /// <summary>The host, with its brackets where it is an IPv6 address.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> authority) => authority[..EndOfHost(authority)];

    /// <summary>The digits of the port; empty where there is none.</summary>
    public static ReadOnlySpan<byte> PortOf(ReadOnlySpan<byte> authority)
    {
        int end = EndOfHost(authority);
        return end < authority.Length ? authority[(end + 1)..] : default;
    }

    /// <summary>Reads a port: one to five digits, 1 to 65,535.</summary>
    public static bool TryReadPort(ReadOnlySpan<byte> text, out int port) => ForwardedNode.TryReadPort(text, out port) && port > 0;

    private static int EndOfHost(ReadOnlySpan<byte> authority)
    {
        bool isLiteral = !authority.IsEmpty && authority[0] == '[';
        int end = isLiteral ? authority.IndexOf((byte)']') + 1 : authority.IndexOf((byte)':');
        return end < 0 || (isLiteral && (end == 0 || (end < authority.Length && authority[end] != ':'))) ? authority.Length : end;
    }
}
