namespace Proxy.Http1.Messages;

/// <summary>What RFC 9110 §9.2 says of the known methods. A method we do not know has no property at all.</summary>
public static class Methods
{
    private const int Safe = (1 << (int)KnownMethod.Get) | (1 << (int)KnownMethod.Head)
        | (1 << (int)KnownMethod.Options) | (1 << (int)KnownMethod.Trace);

    private const int Idempotent = Safe | (1 << (int)KnownMethod.Put) | (1 << (int)KnownMethod.Delete);

    /// <summary>True when the client asks for no change of state (RFC 9110 §9.2.1).</summary>
    public static bool IsSafe(this KnownMethod method) => ((Safe >> (int)method) & 1) != 0;

    /// <summary>True when several identical requests mean the same as one (RFC 9110 §9.2.2): such a request may be replayed.</summary>
    public static bool IsIdempotent(this KnownMethod method) => ((Idempotent >> (int)method) & 1) != 0;

    /// <summary>Names a method token. Method names are case-sensitive (RFC 9110 §9.1).</summary>
    public static KnownMethod Find(ReadOnlySpan<byte> token) => token.Length switch
    {
        3 when token.SequenceEqual("GET"u8) => KnownMethod.Get,
        3 when token.SequenceEqual("PUT"u8) => KnownMethod.Put,
        4 when token.SequenceEqual("POST"u8) => KnownMethod.Post,
        4 when token.SequenceEqual("HEAD"u8) => KnownMethod.Head,
        5 when token.SequenceEqual("PATCH"u8) => KnownMethod.Patch,
        5 when token.SequenceEqual("TRACE"u8) => KnownMethod.Trace,
        6 when token.SequenceEqual("DELETE"u8) => KnownMethod.Delete,
        7 when token.SequenceEqual("OPTIONS"u8) => KnownMethod.Options,
        7 when token.SequenceEqual("CONNECT"u8) => KnownMethod.Connect,
        _ => KnownMethod.Other,
    };
}
