namespace Proxy.Tests.Soak.Clients;

/// <summary>Ends its side behind the request: it gets its response all the same.</summary>
internal sealed class HalfCloseSession : ISoakSession
{
    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync();
        var plan = client.Enter(client.Maker.Next());
        await client.AskAsync(wire, plan, new Pace(ThenEnds: true));
        await client.ExpectEndAsync(wire, plan);
    }
}
