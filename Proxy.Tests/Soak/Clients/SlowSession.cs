namespace Proxy.Tests.Soak.Clients;

/// <summary>Reads and sends slowly, and fast enough to be served.</summary>
internal sealed class SlowSession : ISoakSession
{
    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync(receiveBuffer: 16 * 1024);
        wire.Pause = TimeSpan.FromMilliseconds(client.Dice.Next(1, 4));
        for (var count = client.Dice.Next(1, 5); count > 0; count--)
        {
            var pace = new Pace(client.Dice.Next(2, 12), TimeSpan.FromMilliseconds(client.Dice.Next(1, 40)));
            var plan = client.Enter(client.Maker.Next());
            if (!await client.AskAsync(wire, plan, pace))
            {
                await client.ExpectEndAsync(wire, plan);
                return;
            }
        }
    }
}
