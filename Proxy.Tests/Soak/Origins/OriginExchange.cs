using System.Text;

namespace Proxy.Tests.Soak.Origins;

/// <summary>One request at an origin.</summary>
internal sealed record OriginExchange(SoakWire Wire, SoakPlan Plan, CancellationToken Cancellation)
{
    public static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(3);

    /// <summary>Dice that fall the same for the same request.</summary>
    public Random Dice { get; } = new(HashCode(Plan.Id));

    public ReadOnlyMemory<byte> Body => Plan.IsHead ? default : SoakBytes.Of(Plan.Id, isResponse: true, Plan.ResponseLength);

    public Task SendAsync(string text) => Wire.SendAsync(text, Cancellation);

    /// <summary>The response's head; what is in the body's place has to follow.</summary>
    public string RenderHead(bool closes = false)
    {
        var head = new StringBuilder($"HTTP/1.1 200 OK\r\n{SoakPlan.Field}: {Plan.Id}\r\nServer: soak\r\n");
        head.Append(Plan.ResponseFraming switch
        {
            Framing.Length => $"Content-Length: {Plan.ResponseLength}\r\n",
            Framing.Chunked => "Transfer-Encoding: chunked\r\n",
            _ => "Connection: close\r\n",
        });
        return head.Append(closes && Plan.ResponseFraming != Framing.Close ? "Connection: close\r\n\r\n" : "\r\n").ToString();
    }

    private static int HashCode(long id) => unchecked((int)(id * 31 + (id >> 32) * 486_187_739));
}
