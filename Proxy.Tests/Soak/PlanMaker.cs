using Proxy.Tests.Soak.Origins;

namespace Proxy.Tests.Soak;

/// <summary>Makes one client's requests, the same from the same seed.</summary>
internal sealed class PlanMaker
{
    private static readonly OriginAct[] Faults =
    [
        OriginAct.AnswerThenCloseIdle, OriginAct.AnswerThenCloseIdle, OriginAct.AnswerWithBytesBehind, OriginAct.AnswerEarly,
        OriginAct.ResetBeforeHead, OriginAct.CloseBeforeHead, OriginAct.ResetInHead, OriginAct.CloseInHead, OriginAct.ResetInBody,
        OriginAct.CloseInBody, OriginAct.CloseInBody, OriginAct.BadChunk, OriginAct.JunkHead, OriginAct.InterimFlood,
    ];

    private static readonly OriginAct[] Stalls = [OriginAct.StallBeforeHead, OriginAct.StallInBody, OriginAct.StallUpload];

    // So short that what stands behind it comes with it.
    private const int ShortBody = 8 * 1024;

    private readonly int _worker;
    private int _made;

    public PlanMaker(int seed, int worker)
    {
        _worker = worker;
        Dice = new Random(unchecked((seed * 397) ^ (worker * 7919)));
    }

    public Random Dice { get; }

    public SoakPlan Next() => Make(Pick(("GET", 60), ("HEAD", 8), ("POST", 20), ("PUT", 12)));

    /// <summary>Nothing that takes long, and nothing to wait for: what may stand in one write with others.</summary>
    public SoakPlan NextSmall()
    {
        var method = Pick(("GET", 70), ("HEAD", 15), ("POST", 15));
        return new SoakPlan
        {
            Id = NextId(),
            Method = method,
            RequestFraming = method == "POST" ? Dice.Next(2) == 0 ? Framing.Length : Framing.Chunked : Framing.None,
            RequestLength = method == "POST" ? Dice.Next(0, 2000) : 0,
            ResponseFraming = Dice.Next(2) == 0 ? Framing.Length : Framing.Chunked,
            ResponseLength = Dice.Next(0, 20_000),
            Act = Dice.Next(12) == 0 ? Suitable(Faults[Dice.Next(Faults.Length)], "GET", Framing.Length, 0) : OriginAct.Answer,
            ActsAlways = Dice.Next(2) == 0,
        };
    }

    /// <summary>An upload that its client does not finish.</summary>
    public SoakPlan NextCut(bool inHead) => new()
    {
        Id = NextId(),
        Method = Dice.Next(2) == 0 ? "POST" : "PUT",
        RequestFraming = Dice.Next(2) == 0 ? Framing.Length : Framing.Chunked,
        RequestLength = Math.Max(2, NextLength()),
        ResponseLength = 10,
        HeadIsCut = inHead,
        BodyIsCut = true,
    };

    /// <summary>A response for a client that does not take all of it.</summary>
    public SoakPlan NextDownload(int length) => new()
    {
        Id = NextId(),
        Method = "GET",
        ResponseFraming = Pick((Framing.Length, 60), (Framing.Chunked, 30), (Framing.Close, 10)),
        ResponseLength = length,
    };

    /// <summary>A length from nothing to some MiB, short ones more often.</summary>
    public int NextLength() => Pick((0, 8), (1_000, 40), (16_000, 30), (262_144, 16), (1_048_576, 5), (SoakBytes.MaxLength, 1)) is > 0 and var most
        ? Dice.Next(1, most)
        : 0;

    public T Pick<T>(params ReadOnlySpan<(T Value, int Weight)> choices)
    {
        var sum = 0;
        foreach (var (_, weight) in choices)
        {
            sum += weight;
        }

        var left = Dice.Next(sum);
        foreach (var (value, weight) in choices)
        {
            if ((left -= weight) < 0)
            {
                return value;
            }
        }

        throw new InvalidOperationException("Weights are positive.");
    }

    private SoakPlan Make(string method)
    {
        var hasBody = method is "POST" or "PUT";
        var framing = Pick((Framing.Length, 55), (Framing.Chunked, 35), (Framing.Close, 10));
        var length = NextLength();
        var wanted = Dice.Next(100) switch
        {
            < 68 => OriginAct.Answer,
            < 74 => OriginAct.AnswerSlowly,
            < 78 => OriginAct.AnswerAfterInterim,
            < 99 => Faults[Dice.Next(Faults.Length)],
            _ => Stalls[Dice.Next(Stalls.Length)],
        };
        var act = method == "HEAD" || length < 2 ? Suitable(wanted, "HEAD", framing, 0) : Suitable(wanted, method, framing, length);
        return new SoakPlan
        {
            Id = NextId(),
            Method = method,
            Version = method == "GET" && Dice.Next(10) == 0 ? "1.0" : "1.1",
            RequestFraming = !hasBody ? Framing.None : Dice.Next(2) == 0 ? Framing.Length : Framing.Chunked,
            RequestLength = !hasBody ? 0 : act == OriginAct.StallUpload ? SoakBytes.MaxLength : NextLength(),
            ExpectsContinue = hasBody && Dice.Next(4) == 0,
            ResponseFraming = framing,
            ResponseLength = length,
            Act = act,
            ActsAlways = Dice.Next(2) == 0,
            AsksToClose = Dice.Next(12) == 0,
        };
    }

    // A body that is not there cannot be cut, a body without framing has no wrong end, and one that is not sent is not left lying.
    private static OriginAct Suitable(OriginAct act, string method, Framing framing, int length) => act switch
    {
        OriginAct.ResetInBody or OriginAct.StallInBody when length == 0 => OriginAct.ResetBeforeHead,
        OriginAct.CloseInBody when length == 0 || framing == Framing.Close => OriginAct.CloseBeforeHead,
        OriginAct.BadChunk when length == 0 || framing != Framing.Chunked => OriginAct.JunkHead,
        OriginAct.AnswerWithBytesBehind when framing == Framing.Close || length > ShortBody => OriginAct.Answer,
        OriginAct.AnswerThenCloseIdle when framing == Framing.Close => OriginAct.Answer,
        OriginAct.StallUpload when method is not ("POST" or "PUT") => OriginAct.StallBeforeHead,
        _ => act,
    };

    private long NextId() => ((long)_worker << 32) | (uint)++_made;
}
