using System.Net;

namespace Proxy.Core.Connections;

/// <summary>What is known of a client connection beside its bytes.</summary>
public sealed record ConnectionInfo
{
    /// <summary>Who is at the other end; null when unknown (a Unix socket, a pipe in memory).</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>Where the client arrived; null when unknown.</summary>
    public EndPoint? LocalEndPoint { get; init; }

    /// <summary>The scheme the client used, <c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The version of TLS the client speaks, as in <c>TLSv1.3</c>; null without TLS, or when unknown.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>The cipher suite of the connection, as in <c>TLS_AES_128_GCM_SHA256</c>; null without TLS, or when unknown.</summary>
    public string? TlsCipher { get; init; }
}
