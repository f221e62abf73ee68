using System.Net.Sockets;

namespace Proxy.Tests.Kit;

/// <summary>A connection that an origin accepted.</summary>
internal sealed class OriginConnection : Wire
{
    public const string Hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private readonly ScriptedOrigin _origin;

    public OriginConnection(ScriptedOrigin origin, Socket socket, int index)
        : base(socket) => (_origin, Index) = (origin, index);

    /// <summary>How many connections were accepted before this one.</summary>
    public int Index { get; }

    /// <summary>The next request, or null at the end of the connection; it is recorded.</summary>
    public async Task<WireMessage?> NextAsync()
    {
        var request = await ReadRequestAsync();
        if (request is not null)
        {
            _origin.Record(request);
        }

        return request;
    }

    /// <summary>The next request's head, recorded; its body is left.</summary>
    public async Task<WireMessage> NextHeadAsync()
    {
        var request = new WireMessage(await ReadHeadAsync() ?? throw new EndOfStreamException("No request came."), []);
        _origin.Record(request);
        return request;
    }
}
