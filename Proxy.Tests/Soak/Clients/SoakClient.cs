using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Proxy.Tests.Soak.Origins;

namespace Proxy.Tests.Soak.Clients;

/// <summary>One client after the other, each with a connection of its own, until the soak is over.</summary>
internal sealed class SoakClient
{
    /// <summary>Longer than any bound of the proxy's configuration, with room for a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IPEndPoint _proxy;
    private readonly PlanBook _plans;
    private readonly Outages _outages;

    public SoakClient(IPEndPoint proxy, PlanMaker maker, PlanBook plans, SoakTally tally, Outages outages) =>
        (_proxy, Maker, _plans, Tally, _outages) = (proxy, maker, plans, tally, outages);

    public PlanMaker Maker { get; }

    public SoakTally Tally { get; }

    public Random Dice => Maker.Dice;

    /// <summary>Runs sessions until it is canceled; the one under way is finished.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested && !Tally.IsFull)
        {
            var session = Maker.Pick<ISoakSession>(Sessions.All);
            Tally.Count(SoakTally.Client, $"{session.GetType().Name.Replace("Session", "", StringComparison.Ordinal)}");
            try
            {
                await session.RunAsync(this);
            }
            catch (Exception exception)
            {
                Tally.Fail($"{session.GetType().Name}: {exception}");
            }

            await Task.Delay(Dice.Next(0, 40), CancellationToken.None);
        }
    }

    public async Task<SoakWire> ConnectAsync(int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        using var patience = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(_proxy, patience.Token);
        return new SoakWire(socket);
    }

    /// <summary>Enters a request in the book: from now on origins know it.</summary>
    public SoakPlan Enter(SoakPlan plan)
    {
        _plans.Add(plan);
        Tally.CountRequest();
        return plan;
    }

    /// <summary>Sends a request in full and judges what comes back; true when the connection can carry another.</summary>
    public async Task<bool> AskAsync(SoakWire wire, SoakPlan plan, Pace pace = default)
    {
        var began = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var sending = new RequestSending(wire, plan, pace, enough.Token);
        var result = await ResponseReading.ReadAsync(wire, plan, sending.OnContinue, patience.Token);
        Judge(plan, result, began);

        // An answer in the middle of a request: nobody needs the rest, and the connection cannot be used again without it.
        var isSent = sending.Done.IsCompletedSuccessfully && sending.Done.Result;
        if (!isSent && !result.Closes && !plan.ExpectsContinue)
        {
            isSent = await sending.Done;
        }

        if (patience.IsCancellationRequested && result.Ending != ResultEnding.Hung)
        {
            Tally.Fail($"a request is not taken whose connection stays open behind its response: {plan}");
        }

        await enough.CancelAsync();
        await sending.Done;
        return isSent && !result.Closes;
    }

    /// <summary>Nothing more comes on a connection but its end.</summary>
    public async Task ExpectEndAsync(SoakWire wire, SoakPlan last)
    {
        using var patience = new CancellationTokenSource(Patience);
        wire.BeginBody();
        try
        {
            wire.Socket.Shutdown(SocketShutdown.Send);
            await wire.ReadToEndAsync(patience.Token);
        }
        catch (SocketException)
        {
            // An end as well: what was sent was more than is taken.
        }
        catch (OperationCanceledException)
        {
            Tally.Fail($"a connection does not end: {last}");
        }

        if (wire.BodyBytes > 0)
        {
            Tally.Fail($"{wire.BodyBytes} bytes behind the last response: {last}");
        }
    }

    /// <summary>Counts an outcome, and reports one that is not right.</summary>
    public void Judge(SoakPlan plan, SoakResult result, Expectation expected, long began)
    {
        Tally.CountTime(began);
        Tally.Count(SoakTally.Outcome, $"{(result.Ending == ResultEnding.Whole ? $"{result.Status}" : result.Ending)}");
        if (result.Defect is { } defect)
        {
            Tally.Fail($"{defect}: {plan}");
        }
        else if (!expected.Allows(result))
        {
            var whose = result.IsOrigins ? "the origin's" : "the proxy's";
            var time = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Tally.Fail($"{result.Ending} {result.Status} ({whose}) after {time:F1} s, expected {expected}: {plan}");
        }
        else if (result is { Ending: ResultEnding.Whole, IsOrigins: true })
        {
            Tally.CountWhole(plan.ResponseLength);
        }
    }

    /// <summary>As <see cref="Judge(SoakPlan, SoakResult, Expectation, long)"/>, of a request that was sent in full.</summary>
    public void Judge(SoakPlan plan, SoakResult result, long began) => Judge(plan, result, ExpectOf(plan, began), began);

    /// <summary>What may come of a request that began then and is sent in full.</summary>
    public Expectation ExpectOf(SoakPlan plan, long began) => Oracle.Of(plan, _outages.Touch(began));
}
