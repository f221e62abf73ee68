using System.Net;
using System.Text;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Connections;

/// <summary>What few client connections are asked for, made at the first asking: an idle one pays a single reference for all of it.</summary>
internal sealed class RareFacts
{
    private byte[]? _tlsVersion;
    private byte[]? _tlsCipher;

    /// <summary>Where the client arrived.</summary>
    public EndPoint? LocalEndPoint { get; set; }

    /// <summary>Connections to origins that are kept for this client alone, or null before there was one.</summary>
    public KeptConnections? Kept { get; set; }

    /// <inheritdoc cref="ClientStream.TlsVersion"/>
    public ReadOnlySpan<byte> TlsVersionOf(ConnectionInfo info) => _tlsVersion ??= Encoding.ASCII.GetBytes(info.TlsVersion ?? "");

    /// <inheritdoc cref="ClientStream.TlsCipher"/>
    public ReadOnlySpan<byte> TlsCipherOf(ConnectionInfo info) => _tlsCipher ??= Encoding.ASCII.GetBytes(info.TlsCipher ?? "");
}
