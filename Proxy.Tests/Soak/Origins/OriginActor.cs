using System.Globalization;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Soak.Origins;

/// <summary>Reads requests as an origin does, checks that they are what somebody sent, and plays the part their plans say.</summary>
internal sealed class OriginActor
{
    private const int MostArrivals = 3; // of an idempotent request: a stale connection replaced, and two tries

    private readonly PlanBook _plans;
    private readonly SoakTally _tally;

    public OriginActor(PlanBook plans, SoakTally tally) => (_plans, _tally) = (plans, tally);

    public void Report(string failure) => _tally.Fail(failure);

    /// <summary>Serves one request; false when the connection is over.</summary>
    public async Task<bool> ServeAsync(SoakWire wire, CancellationToken cancellation)
    {
        if (await wire.ReadHeadAsync(cancellation) is not { } text)
        {
            return false;
        }

        var head = new WireMessage(text, []);
        if (_plans.Find(head.Field(SoakPlan.Field)) is not { } plan)
        {
            _tally.Fail($"an origin was sent a request that nobody sent: {text}");
            return false;
        }

        var before = plan.Arrive();
        CheckArrival(plan, before, head);
        var act = before == 0 || plan.ActsAlways ? plan.Act : OriginAct.Answer;
        _tally.Count(SoakTally.Origin, $"{act}");
        var exchange = new OriginExchange(wire, plan, cancellation);
        if (act == OriginAct.AnswerEarly)
        {
            await OriginAnswers.AnswerAsync(exchange, OriginAct.Answer);
            await ReadBodyAsync(exchange, head);
            return plan.ResponseFraming != Framing.Close;
        }

        if (act == OriginAct.StallUpload)
        {
            return await OriginFaults.StallUploadAsync(exchange);
        }

        if (plan.ExpectsContinue)
        {
            await wire.SendAsync("HTTP/1.1 100 Continue\r\n\r\n", cancellation);
        }

        await ReadBodyAsync(exchange, head);
        return await (act <= OriginAct.AnswerWithBytesBehind ? OriginAnswers.AnswerAsync(exchange, act) : OriginFaults.CommitAsync(exchange, act));
    }

    private void CheckArrival(SoakPlan plan, int before, WireMessage head)
    {
        if (plan.HeadIsCut)
        {
            _tally.Fail($"a head that was never sent whole reached an origin: {plan}");
        }

        if (before > 0 && !plan.IsIdempotent)
        {
            _tally.Fail($"a {plan.Method} reached an origin again: {plan}");
        }

        if (before >= MostArrivals)
        {
            _tally.Fail($"a request was tried too often: {plan}");
        }

        if (!head.StartLine.StartsWith($"{plan.Method} /soak/{plan.Id} HTTP/1.1", StringComparison.Ordinal))
        {
            _tally.Fail($"a request line is another than was sent, \"{head.StartLine}\": {plan}");
        }
    }

    // A body that ends as its framing says has to be the one that was sent.
    private async Task ReadBodyAsync(OriginExchange exchange, WireMessage head)
    {
        var (wire, plan) = (exchange.Wire, exchange.Plan);
        wire.BeginBody();
        if (head.IsChunked)
        {
            await wire.ReadChunksAsync(exchange.Cancellation);
        }
        else
        {
            await wire.ReadLengthAsync(long.Parse(head.Field("Content-Length") ?? "0", CultureInfo.InvariantCulture), exchange.Cancellation);
        }

        var isRight = wire.BodyBytes == plan.RequestLength && SoakBytes.IsHashOf(wire.EndBody(), plan.Id, isResponse: false, wire.BodyBytes);
        if (plan.BodyIsCut)
        {
            _tally.Fail($"a body that was cut reached an origin as if it were whole, {wire.BodyBytes} bytes: {plan}");
        }
        else if (!isRight)
        {
            _tally.Fail($"a body reached an origin as another, {wire.BodyBytes} bytes: {plan}\n{head.Head}");
        }
    }
}
