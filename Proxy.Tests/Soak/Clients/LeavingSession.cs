using System.Diagnostics;
using System.Net.Sockets;

namespace Proxy.Tests.Soak.Clients;

/// <summary>Leaves in the middle of something: a head, a body, a response.</summary>
internal sealed class LeavingSession : ISoakSession
{
    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync();
        using var patience = new CancellationTokenSource(SoakClient.Patience);
        try
        {
            switch (client.Dice.Next(5))
            {
                case 0:
                    var unfinished = client.Enter(client.Maker.NextCut(inHead: true));
                    var head = unfinished.RenderHead();
                    await wire.SendAsync(head.AsMemory(0, client.Dice.Next(1, head.Length - 1)), patience.Token);
                    break;
                case 1:
                    await SendPartAsync(client, wire, client.Enter(client.Maker.NextCut(inHead: false)), patience.Token);
                    break;
                case 2:
                    await EndInBodyAsync(client, wire, patience.Token);
                    return;
                case 3:
                    await wire.SendAsync(client.Enter(client.Maker.NextDownload(client.Maker.NextLength())).RenderHead(), patience.Token);
                    break;
                default:
                    await wire.SendAsync(client.Enter(client.Maker.NextDownload(client.Dice.Next(2, 2_000_000))).RenderHead(), patience.Token);
                    await wire.ReadLengthAsync(client.Dice.Next(1, 10_000), patience.Token);
                    break;
            }

            await Task.Delay(client.Dice.Next(0, 10));
            wire.Reset();
        }
        catch (Exception exception) when (exception is SocketException or EndOfStreamException)
        {
            // The other side was first.
        }
    }

    /// <summary>A head and some of its body, never the end.</summary>
    public static async Task SendPartAsync(SoakClient client, SoakWire wire, SoakPlan plan, CancellationToken cancellation)
    {
        var body = SoakBytes.Of(plan.Id, isResponse: false, plan.RequestLength)[..client.Dice.Next(0, plan.RequestLength)];
        await wire.SendAsync(plan.RenderHead(), cancellation);
        await BodySender.SendAsync(wire, plan.RequestFraming, body, client.Dice.Next(1, 64 * 1024) + (body.Length / 200), default, isCut: true, cancellation);
    }

    // The end inside of a body is told in order, so that an answer could be read: there is none to a request that is not whole.
    private static async Task EndInBodyAsync(SoakClient client, SoakWire wire, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var plan = client.Enter(client.Maker.NextCut(inHead: false));
        await SendPartAsync(client, wire, plan, cancellation);
        wire.Socket.Shutdown(SocketShutdown.Send);
        var result = await ResponseReading.ReadAsync(wire, plan, onContinue: null, cancellation);
        client.Judge(plan, result, client.ExpectOf(plan, began) with { Whole = false, Unanswered = true }, began);
    }
}
