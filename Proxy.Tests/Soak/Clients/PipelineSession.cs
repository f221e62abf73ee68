using System.Diagnostics;

namespace Proxy.Tests.Soak.Clients;

/// <summary>Several requests in one write; the answers come in their order, up to the first that ends the connection.</summary>
internal sealed class PipelineSession : ISoakSession
{
    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync();
        for (var batches = client.Dice.Next(1, 6); batches > 0; batches--)
        {
            var plans = Enumerable.Range(0, client.Dice.Next(2, 9)).Select(_ => client.Enter(client.Maker.NextSmall())).ToList();
            var began = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(SoakClient.Patience);
            await wire.SendAsync(Render(plans), patience.Token);
            foreach (var plan in plans)
            {
                var result = await ResponseReading.ReadAsync(wire, plan, onContinue: null, patience.Token);
                client.Judge(plan, result, began);
                if (result.Closes)
                {
                    await client.ExpectEndAsync(wire, plan);
                    return;
                }
            }
        }
    }

    private static byte[] Render(List<SoakPlan> plans)
    {
        using var all = new MemoryStream();
        foreach (var plan in plans)
        {
            var body = SoakBytes.Of(plan.Id, isResponse: false, plan.RequestLength).Span;
            all.Write(plan.RenderHead());
            all.Write(plan.RequestFraming != Framing.Chunked || body.IsEmpty ? body : BodySender.Chunk(body).Span);
            all.Write(plan.RequestFraming == Framing.Chunked ? "0\r\n\r\n"u8 : default);
        }

        return all.ToArray();
    }
}
