using Proxy.Core.Connections;

namespace Proxy.Core.Policies;

/// <summary>Who sent a request, as far as that is believed: what logs, limits, hashing and variables go by. Pooled with its exchange.</summary>
internal sealed class ClientIdentity
{
    private readonly byte[] _requestId = [];
    private ClientStream _connection = null!;

    /// <summary>The client's IP address as text; empty when unknown.</summary>
    public ReadOnlySpan<byte> Address => _connection.RemoteAddress;

    /// <summary>The scheme the client used.</summary>
    public ReadOnlySpan<byte> Scheme => _connection.IsSecure ? "https"u8 : "http"u8;

    /// <summary>What the request is called in logs, here and at origins; empty where it has no name.</summary>
    public ReadOnlySpan<byte> RequestId => _requestId;

    public void Begin(ClientStream connection) => _connection = connection;

    public void Reset() => _connection = null!;
}
