using System.Diagnostics;

namespace Proxy.Tests.Soak.Clients;

/// <summary>Stops in the middle of a head or a body, and waits: it is told that its time is over.</summary>
internal sealed class StalledSession : ISoakSession
{
    private const int RequestTimeout = 408;

    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync();
        using var patience = new CancellationTokenSource(SoakClient.Patience);
        var inHead = client.Dice.Next(2) == 0;
        var plan = client.Enter(client.Maker.NextCut(inHead));
        var began = Stopwatch.GetTimestamp();
        if (inHead)
        {
            await wire.SendAsync(plan.RenderHead().AsMemory(0, client.Dice.Next(1, 60)), patience.Token);
        }
        else
        {
            await LeavingSession.SendPartAsync(client, wire, plan, patience.Token);
        }

        var result = await ResponseReading.ReadAsync(wire, plan, onContinue: null, patience.Token);
        var expected = inHead ? new Expectation() : client.ExpectOf(plan, began) with { Whole = false };
        client.Judge(plan, result, expected with { Statuses = [.. expected.Statuses, RequestTimeout] }, began);
        await client.ExpectEndAsync(wire, plan);
    }
}
