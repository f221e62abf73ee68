using System.Diagnostics;

namespace Proxy.Tests.Soak.Clients;

/// <summary>Asks for much, takes nothing for longer than it may, and then looks at what is there: all of it, or an abort.</summary>
internal sealed class StoppedReaderSession : ISoakSession
{
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(5);

    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync(receiveBuffer: 8 * 1024);
        using var patience = new CancellationTokenSource(SoakClient.Patience + Absence);
        var plan = client.Enter(client.Maker.NextDownload(SoakBytes.MaxLength));
        var began = Stopwatch.GetTimestamp();
        await wire.SendAsync(plan.RenderHead(), patience.Token);
        await Task.Delay(Absence);
        var result = await ResponseReading.ReadAsync(wire, plan, onContinue: null, patience.Token);
        client.Judge(plan, result, client.ExpectOf(plan, began) with { Cut = true }, began);
    }
}
