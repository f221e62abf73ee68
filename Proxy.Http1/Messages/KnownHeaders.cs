using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Proxy.Http1.Messages;

/// <summary>Names of the known headers, both ways.</summary>
public static class KnownHeaders
{
    // A multiplier under which no two names share one of 256 slots; found by trial, and a test holds every name to it.
    private const uint Multiplier = 0xE6941CDF;
    private const int SlotShift = 24;
    private const int MaxNameLength = 32;

    private static readonly Entry[] Entries = new Entry[256];

    static KnownHeaders()
    {
        Array.Fill(Entries, new Entry([], KnownHeader.None));
        for (KnownHeader header = KnownHeader.Connection; header < KnownHeader.XForwardedOther; header++)
        {
            byte[] lower = NameOf(header).ToArray();
            Ascii.ToLowerInPlace(lower, out _);
            Entries[SlotOf(lower)] = new Entry(lower, header);
        }
    }

    /// <summary>Finds a header by its name in any case (RFC 9110 §5.1).</summary>
    public static KnownHeader Find(ReadOnlySpan<byte> name) => Parsing.Tokens.IsToken(name) ? FindToken(name) : KnownHeader.None;

    /// <summary>
    /// As <see cref="Find"/>, for a name known to be a token: folding case by one bit is exact for tokens only (it would take CR for a
    /// hyphen), and spares the parser a second validation.
    /// </summary>
    internal static KnownHeader FindToken(ReadOnlySpan<byte> name)
    {
        ref readonly Entry entry = ref Entries[SlotOf(name)];
        if (entry.Length == name.Length && EqualsFolded(name, entry.Lower))
        {
            return entry.Header;
        }

        return (name[0] | 0x20) == 'x' ? FindByPrefix(name) : KnownHeader.None;
    }

    /// <summary>
    /// Finds a header of up to sixteen bytes in a line that begins with its name and a colon; <see cref="KnownHeader.None"/> where it is another one, or
    /// no valid name at all.
    /// </summary>
    /// <param name="line">At least sixteen bytes, from the name's first.</param>
    /// <param name="length">The name's length, when found.</param>
    internal static KnownHeader FindShort(ReadOnlySpan<byte> line, out int length)
    {
        Vector128<byte> start = Vector128.Create(line[..Vector128<byte>.Count]);
        length = BitOperations.TrailingZeroCount(Vector128.Equals(start, Vector128.Create((byte)':')).ExtractMostSignificantBits());
        if ((uint)(length - 1) >= (uint)(Vector128<byte>.Count - 1))
        {
            return KnownHeader.None;
        }

        ref readonly Entry entry = ref Entries[SlotOf(line[..length])];
        return entry.Length == length && ((start | entry.LetterBits) & entry.NameBits) == entry.Start ? entry.Header : KnownHeader.None;
    }

    /// <summary>
    /// Finds the header that a name turns into once every <c>_</c> in it is read as <c>-</c>; <see cref="KnownHeader.None"/> where that is no header we know.
    /// </summary>
    /// <param name="name">A token.</param>
    internal static KnownHeader FindLookalike(ReadOnlySpan<byte> name)
    {
        // What is longer can only match by its beginning.
        Span<byte> hyphened = stackalloc byte[MaxNameLength + 1];
        int length = Math.Min(name.Length, hyphened.Length);
        name[..length].Replace(hyphened[..length], (byte)'_', (byte)'-');
        return FindToken(hyphened[..length]);
    }

    /// <summary>The header's usual spelling; empty for <see cref="KnownHeader.None"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(KnownHeader header) => header switch
    {
        KnownHeader.Connection => "Connection"u8,
        KnownHeader.KeepAlive => "Keep-Alive"u8,
        KnownHeader.ProxyConnection => "Proxy-Connection"u8,
        KnownHeader.TransferEncoding => "Transfer-Encoding"u8,
        KnownHeader.TE => "TE"u8,
        KnownHeader.Trailer => "Trailer"u8,
        KnownHeader.Upgrade => "Upgrade"u8,
        KnownHeader.ContentLength => "Content-Length"u8,
        KnownHeader.Host => "Host"u8,
        KnownHeader.Expect => "Expect"u8,
        KnownHeader.Via => "Via"u8,
        KnownHeader.Forwarded => "Forwarded"u8,
        KnownHeader.XForwardedFor => "X-Forwarded-For"u8,
        KnownHeader.XForwardedProto => "X-Forwarded-Proto"u8,
        KnownHeader.XForwardedHost => "X-Forwarded-Host"u8,
        KnownHeader.XForwardedPort => "X-Forwarded-Port"u8,
        KnownHeader.XRealIp => "X-Real-IP"u8,
        KnownHeader.Server => "Server"u8,
        KnownHeader.XPoweredBy => "X-Powered-By"u8,
        KnownHeader.Date => "Date"u8,
        KnownHeader.ContentType => "Content-Type"u8,
        KnownHeader.ContentEncoding => "Content-Encoding"u8,
        KnownHeader.CacheControl => "Cache-Control"u8,
        KnownHeader.Authorization => "Authorization"u8,
        KnownHeader.ProxyAuthenticate => "Proxy-Authenticate"u8,
        KnownHeader.ProxyAuthorization => "Proxy-Authorization"u8,
        KnownHeader.ProxyAuthenticationInfo => "Proxy-Authentication-Info"u8,
        KnownHeader.Cookie => "Cookie"u8,
        KnownHeader.SetCookie => "Set-Cookie"u8,
        KnownHeader.MaxForwards => "Max-Forwards"u8,
        KnownHeader.Age => "Age"u8,
        KnownHeader.ETag => "ETag"u8,
        KnownHeader.Expires => "Expires"u8,
        KnownHeader.LastModified => "Last-Modified"u8,
        KnownHeader.Vary => "Vary"u8,
        KnownHeader.Location => "Location"u8,
        KnownHeader.Range => "Range"u8,
        KnownHeader.IfRange => "If-Range"u8,
        KnownHeader.IfMatch => "If-Match"u8,
        KnownHeader.IfNoneMatch => "If-None-Match"u8,
        KnownHeader.IfModifiedSince => "If-Modified-Since"u8,
        KnownHeader.IfUnmodifiedSince => "If-Unmodified-Since"u8,
        KnownHeader.AcceptEncoding => "Accept-Encoding"u8,
        KnownHeader.ContentRange => "Content-Range"u8,
        KnownHeader.Pragma => "Pragma"u8,
        KnownHeader.RetryAfter => "Retry-After"u8,
        KnownHeader.UserAgent => "User-Agent"u8,
        KnownHeader.Accept => "Accept"u8,
        KnownHeader.AcceptLanguage => "Accept-Language"u8,
        KnownHeader.Referer => "Referer"u8,
        KnownHeader.Origin => "Origin"u8,
        KnownHeader.Http2Settings => "HTTP2-Settings"u8,
        KnownHeader.AcceptRanges => "Accept-Ranges"u8,
        KnownHeader.AltSvc => "Alt-Svc"u8,
        KnownHeader.Traceparent => "Traceparent"u8,
        KnownHeader.XRequestId => "X-Request-ID"u8,
        KnownHeader.WwwAuthenticate => "WWW-Authenticate"u8,
        KnownHeader.Allow => "Allow"u8,
        KnownHeader.ContentLocation => "Content-Location"u8,
        KnownHeader.Refresh => "Refresh"u8,
        KnownHeader.XForwardedOther => "X-Forwarded-"u8,
        _ => default,
    };

    // What the look-ups read of one header, side by side. The vectors are of the name's first sixteen bytes, zeros behind it: its lower case, the bits
    // that letters lose with it, and where the name is. A byte that is no letter in the name has to be there as it is, so that comparing is exact for
    // any bytes.
    private readonly struct Entry
    {
        public readonly Vector128<byte> Start;
        public readonly Vector128<byte> LetterBits;
        public readonly Vector128<byte> NameBits;
        public readonly byte[] Lower;
        public readonly byte Length;
        public readonly KnownHeader Header;

        public Entry(byte[] lower, KnownHeader header)
        {
            (Lower, Length, Header) = (lower, (byte)lower.Length, header);
            Span<byte> start = stackalloc byte[Vector128<byte>.Count];
            start.Clear();
            lower.AsSpan(0, Math.Min(lower.Length, start.Length)).CopyTo(start);
            Start = Vector128.Create((ReadOnlySpan<byte>)start);
            NameBits = ~Vector128.Equals(Start, Vector128<byte>.Zero);
            LetterBits = Vector128.Equals(Start & Vector128.Create((byte)0x60), Vector128.Create((byte)0x60)) & Vector128.Create((byte)0x20);
        }
    }

    // First, last, a middle byte and the length tell all names apart; X-Forwarded-Host and -Port differ at three quarters only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ReadOnlySpan<byte> name)
    {
        uint key = name[0] | ((uint)name[^1] << 8) | ((uint)name[(name.Length * 3) >> 2] << 16) | 0x00202020u;
        return (int)(((key | ((uint)name.Length << 24)) * Multiplier) >> SlotShift);
    }

    private static bool EqualsFolded(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower)
    {
        // Letters of lower case, hyphens and digits all have the bit set already.
        const ulong Fold = 0x2020202020202020;
        const uint ShortFold = 0x20202020;
        if (name.Length != lower.Length || name.Length > MaxNameLength)
        {
            return false;
        }

        if (name.Length < sizeof(ulong))
        {
            return name.Length < sizeof(uint)
                ? Ascii.EqualsIgnoreCase(name, lower)
                : (((BinaryPrimitives.ReadUInt32LittleEndian(name) | ShortFold) ^ BinaryPrimitives.ReadUInt32LittleEndian(lower))
                    | ((BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) | ShortFold) ^ BinaryPrimitives.ReadUInt32LittleEndian(lower[^4..]))) == 0;
        }

        // Whole words, then the last eight bytes once more where they overlap: no tail loop.
        ulong difference = 0;
        for (int i = 0; i + sizeof(ulong) <= name.Length; i += sizeof(ulong))
        {
            difference |= (BinaryPrimitives.ReadUInt64LittleEndian(name[i..]) | Fold) ^ BinaryPrimitives.ReadUInt64LittleEndian(lower[i..]);
        }

        int last = name.Length - sizeof(ulong);
        difference |= (BinaryPrimitives.ReadUInt64LittleEndian(name[last..]) | Fold) ^ BinaryPrimitives.ReadUInt64LittleEndian(lower[last..]);
        return difference == 0;
    }

    private static KnownHeader FindByPrefix(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> prefix = NameOf(KnownHeader.XForwardedOther);
        bool matches = name.Length >= prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix);
        return matches ? KnownHeader.XForwardedOther : KnownHeader.None;
    }
}
