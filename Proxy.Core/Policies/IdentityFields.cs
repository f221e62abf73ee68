using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>The fields that tell an origin who the client is, which way the request came, and by what name it goes.</summary>
internal static class IdentityFields
{
    /// <summary>Bytes they take at most, but for three authorities, and lists that came in the request's own head.</summary>
    public const int MaxBytes = 512;

    /// <summary>Bytes that the line for the client takes at most: name, identifier, and what stands between.</summary>
    public const int MaxReturnedBytes = 64 + RequestId.MaxLength + 4;

    private const string For = "X-Forwarded-For: ";
    private const string Proto = "X-Forwarded-Proto: ";

    /// <summary>The lines that are the same for every request of a connection whose other end is not trusted.</summary>
    public static byte[] Render(PeerIdentity peer)
    {
        if (peer.Policy.Options.XForwarded == IdentityFieldMode.Off || peer.IsTrusted)
        {
            return [];
        }

        var address = Encoding.ASCII.GetString(peer.AddressText);
        var forwardedFor = address.Length > 0 ? $"{For}{address}\r\n" : "";
        return Encoding.ASCII.GetBytes($"{forwardedFor}{Proto}{Encoding.ASCII.GetString(peer.Scheme)}\r\n");
    }

    /// <summary>Writes the line that tells a client the identifier of its request, if it is told.</summary>
    /// <param name="destination">At least <see cref="MaxReturnedBytes"/> bytes.</param>
    /// <param name="client">The client.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteReturned(Span<byte> destination, ClientIdentity client)
    {
        var writer = new HeadWriter(destination);
        WriteReturned(ref writer, client, changes: null);
        return writer.Written;
    }

    /// <inheritdoc cref="WriteReturned(Span{byte}, ClientIdentity)"/>
    public static void WriteReturned(ref HeadWriter writer, ClientIdentity client, HeaderPolicy? changes)
    {
        if (client.Policy.ReturnsRequestId && changes?.Drops(client.Policy.RequestIdName) != true)
        {
            writer.WriteField(client.Policy.RequestIdName, client.RequestId);
        }
    }

    /// <summary>Writes all of them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exchange">Whose request it is.</param>
    /// <param name="changes">What the route changes, which has the last word about the identifier.</param>
    public static void Write(ref HeadWriter writer, Exchange exchange, HeaderPolicy? changes)
    {
        var (client, request) = (exchange.Client, exchange.Request);
        var options = client.Policy.Options;
        writer.Write(client.Peer.Fields);
        writer.Write(client.Policy.ViaOf(request.Version));
        if (options.XForwarded != IdentityFieldMode.Off)
        {
            WriteXForwarded(ref writer, client, request);
        }

        if (options.Forwarded != IdentityFieldMode.Off)
        {
            WriteForwarded(ref writer, client, request);
        }

        if (client.Policy.RequestIdName is { Length: > 0 } name && changes?.Drops(name) != true)
        {
            writer.WriteField(name, client.RequestId);
        }
    }

    private static void WriteXForwarded(ref HeadWriter writer, ClientIdentity client, RequestHead request)
    {
        if (client.IsTrustedPeer)
        {
            WriteBelieved(ref writer, client, request);
        }

        var authority = client.Authority;
        if (!authority.IsEmpty)
        {
            writer.Write("X-Forwarded-Host: "u8);
            writer.Write(authority);
            writer.Write("\r\nX-Forwarded-Port: "u8);
            writer.Write(client.PortWith(authority));
            writer.Write("\r\n"u8);
        }
    }

    // In place of the prerendered lines.
    private static void WriteBelieved(ref HeadWriter writer, ClientIdentity client, RequestHead request)
    {
        var appends = client.Policy.Options.XForwarded == IdentityFieldMode.Append;
        var last = appends ? client.Peer.AddressText : client.Address;
        if (!last.IsEmpty || (appends && request.Fields.Present.Contains(KnownHeader.XForwardedFor)))
        {
            writer.Write("X-Forwarded-For: "u8);
            var hasList = appends && WriteList(ref writer, request, KnownHeader.XForwardedFor);
            writer.Write(hasList && !last.IsEmpty ? ", "u8 : default);
            writer.Write(last);
            writer.Write("\r\n"u8);
        }

        writer.WriteField("X-Forwarded-Proto"u8, client.Scheme);
    }

    // RFC 7239 §4: who sent the request, what for, and by which scheme.
    private static void WriteForwarded(ref HeadWriter writer, ClientIdentity client, RequestHead request)
    {
        writer.Write("Forwarded: "u8);
        if (client.IsTrustedPeer && client.Policy.Options.Forwarded == IdentityFieldMode.Append)
        {
            // An element is of this hop alone, and says what came over it.
            writer.Write(WriteList(ref writer, request, KnownHeader.Forwarded) ? ", "u8 : default);
            WriteElement(ref writer, client.Peer.Address, request.Authority, client.Peer.Scheme);
        }
        else
        {
            WriteElement(ref writer, client.Number, client.Authority, client.Scheme);
        }

        writer.Write("\r\n"u8);
    }

    private static void WriteElement(ref HeadWriter writer, IPNumber address, ReadOnlySpan<byte> authority, ReadOnlySpan<byte> scheme)
    {
        Span<byte> text = stackalloc byte[IPNumber.MaxTextLength];
        writer.Write(address.IsKnown ? address.IsIPv4 ? "for="u8 : "for=\"["u8 : "for=unknown"u8);
        writer.Write(address.IsKnown ? text[..address.Format(text)] : default);
        writer.Write(address.IsKnown && !address.IsIPv4 ? "]\""u8 : default);
        if (!authority.IsEmpty)
        {
            // A port makes it no token; nothing that a host may have needs an escape.
            writer.Write(";host=\""u8);
            writer.Write(authority);
            writer.Write("\""u8);
        }

        writer.Write(";proto="u8);
        writer.Write(scheme);
    }

    // All lines of a field as one list (RFC 9110 §5.3). False: there was nothing in them.
    private static bool WriteList(ref HeadWriter writer, RequestHead request, KnownHeader header)
    {
        var any = false;
        for (var index = request.Fields.IndexOf(header); index >= 0; index = request.Fields.IndexOfNext(header, index))
        {
            var value = request.ValueOf(index);
            if (!value.IsEmpty)
            {
                writer.Write(any ? ", "u8 : default);
                writer.Write(value);
                any = true;
            }
        }

        return any;
    }
}
