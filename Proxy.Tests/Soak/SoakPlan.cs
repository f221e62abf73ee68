using System.Text;
using Proxy.Tests.Soak.Origins;

namespace Proxy.Tests.Soak;

/// <summary>One request: what is sent, what its origin does with it, and what has come of it so far.</summary>
internal sealed class SoakPlan
{
    /// <summary>The field that carries the number of a plan, in requests and responses.</summary>
    public const string Field = "X-Plan";

    private int _arrivals;

    /// <summary>The worker in the upper half, its count in the lower: the same with every run of a seed.</summary>
    public required long Id { get; init; }

    public required string Method { get; init; }

    public string Version { get; init; } = "1.1";

    public Framing RequestFraming { get; init; }

    public int RequestLength { get; init; }

    public bool ExpectsContinue { get; init; }

    public Framing ResponseFraming { get; init; } = Framing.Length;

    public int ResponseLength { get; init; }

    public OriginAct Act { get; init; }

    /// <summary>Every arrival meets with the act, not only the first.</summary>
    public bool ActsAlways { get; init; }

    /// <summary>The client never sends the whole head: no origin may see the request.</summary>
    public bool HeadIsCut { get; init; }

    /// <summary>The client never sends the whole body: no origin may take it for whole.</summary>
    public bool BodyIsCut { get; init; }

    /// <summary>Nothing else follows on the connection.</summary>
    public bool AsksToClose { get; init; }

    public bool IsHead => Method == "HEAD";

    public bool IsSafe => Method is "GET" or "HEAD";

    public bool IsIdempotent => IsSafe || Method == "PUT";

    /// <summary>How often an origin saw its head.</summary>
    public int Arrivals => Volatile.Read(ref _arrivals);

    /// <summary>Counts an arrival; how many it were before.</summary>
    public int Arrive() => Interlocked.Increment(ref _arrivals) - 1;

    public byte[] RenderHead()
    {
        var head = new StringBuilder($"{Method} /soak/{Id} HTTP/{Version}\r\nHost: soak.example\r\n{Field}: {Id}\r\n");
        head.Append(RequestFraming switch
        {
            Framing.Length => $"Content-Length: {RequestLength}\r\n",
            Framing.Chunked => "Transfer-Encoding: chunked\r\n",
            _ => "",
        });
        head.Append(ExpectsContinue ? "Expect: 100-continue\r\n" : "").Append(AsksToClose ? "Connection: close\r\n" : "");
        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }

    public override string ToString() =>
        $"plan {Id} ({Method} HTTP/{Version}, {RequestFraming} {RequestLength} B{(ExpectsContinue ? " expecting 100" : "")}{(BodyIsCut ? " cut" : "")}, "
        + $"origin: {Act}{(ActsAlways ? " always" : "")}, {ResponseFraming} {ResponseLength} B, {Arrivals} arrivals)";
}
