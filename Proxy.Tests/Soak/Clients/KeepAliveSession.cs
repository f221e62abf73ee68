namespace Proxy.Tests.Soak.Clients;

/// <summary>Requests one after the other on one connection, or a single one on a new connection each.</summary>
internal sealed class KeepAliveSession : ISoakSession
{
    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync();
        var count = client.Dice.Next(3) == 0 ? 1 : client.Dice.Next(2, 25);
        for (var i = 0; i < count; i++)
        {
            var plan = client.Enter(client.Maker.Next());
            if (!await client.AskAsync(wire, plan))
            {
                await client.ExpectEndAsync(wire, plan);
                return;
            }

            if (client.Dice.Next(4) == 0)
            {
                await Task.Delay(client.Dice.Next(0, 60));
            }

            if (wire.HasMore)
            {
                client.Tally.Fail($"bytes nobody asked for, behind the response: {plan}");
                return;
            }
        }
    }
}
