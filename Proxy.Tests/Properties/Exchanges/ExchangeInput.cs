namespace Proxy.Tests.Properties.Exchanges;

/// <summary>An input of the exchange property: what the client sends and, behind a mark, what the origin answers each request with before it closes.</summary>
/// <param name="Client">All the client sends.</param>
/// <param name="Origin">All the origin sends; null where it answers by itself.</param>
internal sealed record ExchangeInput(byte[] Client, byte[]? Origin)
{
    private static ReadOnlySpan<byte> Mark => "<<origin>>"u8;

    public static ExchangeInput Parse(byte[] bytes)
    {
        var at = bytes.AsSpan().IndexOf(Mark);
        return at < 0 ? new ExchangeInput(bytes, null) : new ExchangeInput(bytes[..at], bytes[(at + Mark.Length)..]);
    }
}
