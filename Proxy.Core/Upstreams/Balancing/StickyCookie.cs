using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// The cookie that binds a client to an endpoint of one upstream. Its value is a signature of which endpoint that is (HMAC-SHA-256, 128 bits of it): who does not know the
/// secret can neither make one nor tell what it stands for. Immutable.
/// </summary>
internal sealed class StickyCookie
{
    /// <summary>Bytes of a value: 16, in the letters of base64url.</summary>
    public const int ValueLength = 22;

    // Bindings last as long as the process, through every reload.
    private static readonly byte[] OwnSecret = RandomNumberGenerator.GetBytes(32);

    private readonly string _upstream;
    private readonly byte[] _secret;
    private readonly byte[] _before;
    private readonly byte[] _behind;

    /// <param name="upstream">The upstream's name.</param>
    /// <param name="options">Valid options.</param>
    public StickyCookie(string upstream, StickyOptions options)
    {
        (_upstream, Options, Name) = (upstream, options, Encoding.ASCII.GetBytes(options.Cookie));
        _secret = options.Secret is { } secret ? Encoding.UTF8.GetBytes(secret) : OwnSecret;
        _before = Encoding.ASCII.GetBytes($"Set-Cookie: {options.Cookie}=");
        _behind = Encoding.ASCII.GetBytes($"{AttributesOf(options)}\r\n");
    }

    public StickyOptions Options { get; }

    /// <summary>The cookie's name.</summary>
    public byte[] Name { get; }

    /// <summary>What stands for an endpoint; the same for one that is named twice.</summary>
    public UInt128 SignatureOf(Endpoint endpoint)
    {
        // Lengths say where each ends, so that no two endpoints are written alike.
        var address = endpoint.Address.ToString();
        var text = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{_upstream.Length}:{_upstream}{endpoint.Name.Length}:{endpoint.Name}{address}"));
        return BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_secret, text));
    }

    /// <summary>Reads a value; false where it cannot be one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out UInt128 signature)
    {
        Span<byte> bytes = stackalloc byte[16];
        signature = default;
        if (value.Length != ValueLength || Base64Url.DecodeFromUtf8(value, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length)
        {
            return false;
        }

        signature = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    /// <summary>The whole field line that binds a client.</summary>
    public byte[] LineOf(UInt128 signature)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, signature);
        return [.. _before, .. Encoding.ASCII.GetBytes(Base64Url.EncodeToString(bytes)), .. _behind];
    }

    // RFC 6265 §4.1.
    private static string AttributesOf(StickyOptions options) => string.Concat(
        $"; Path={options.Path}",
        options.Domain is { } domain ? $"; Domain={domain}" : "",
        options.MaxAge is { } age ? FormattableString.Invariant($"; Max-Age={(long)age.TotalSeconds}") : "",
        options.Secure ? "; Secure" : "",
        options.HttpOnly ? "; HttpOnly" : "",
        $"; SameSite={options.SameSite}");
}
