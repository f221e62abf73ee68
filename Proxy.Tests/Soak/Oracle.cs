using Proxy.Tests.Soak.Origins;

namespace Proxy.Tests.Soak;

/// <summary>Says for each request which outcomes are right. Written from what is promised, not from what the proxy does.</summary>
internal static class Oracle
{
    /// <summary>What may come of a request that its client sends in full.</summary>
    /// <param name="plan">The request.</param>
    /// <param name="duringOutage">Origins took no connections at some time meanwhile.</param>
    public static Expectation Of(SoakPlan plan, bool duringOutage)
    {
        var expected = OfAct(plan.Act);
        if (plan is { Act: OriginAct.StallUpload, ExpectsContinue: true })
        {
            // Client and origin wait for each other: the proxy may hold either to blame.
            expected = expected with { Statuses = [.. expected.Statuses, 408] };
        }

        if (plan is { ActsAlways: false, IsIdempotent: true } && MayBeAskedAgain(plan.Act))
        {
            expected = expected with { Whole = true };
        }

        if (duringOutage || (plan is { IsSafe: false, Arrivals: 0 }))
        {
            // No origin was to be had; or the connection ended under a request that is not sent twice, before an origin saw it.
            expected = expected with { Statuses = duringOutage ? [.. expected.Statuses, 502, 503, 504] : [.. expected.Statuses, 502] };
        }

        return expected;
    }

    private static Expectation OfAct(OriginAct act) => act switch
    {
        OriginAct.ResetBeforeHead or OriginAct.CloseBeforeHead or OriginAct.CloseInHead => new(Statuses: 502),
        OriginAct.ResetInHead or OriginAct.JunkHead or OriginAct.InterimFlood => new(Statuses: 502),
        OriginAct.CloseInBody or OriginAct.BadChunk or OriginAct.StallInBody => new(Cut: true, Unanswered: true),

        // A reset may overtake what was sent before it, the head included.
        OriginAct.ResetInBody => new(Cut: true, Unanswered: true, Statuses: 502),
        OriginAct.StallBeforeHead or OriginAct.StallUpload => new(Statuses: 504),
        _ => new(Whole: true),
    };

    // No byte of a response came, or a reset may have thrown away those that did.
    private static bool MayBeAskedAgain(OriginAct act) =>
        act is OriginAct.ResetBeforeHead or OriginAct.CloseBeforeHead or OriginAct.ResetInHead or OriginAct.ResetInBody;
}
