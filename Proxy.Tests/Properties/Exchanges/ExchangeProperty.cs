using Proxy.Core.Observability;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>
/// A client, the whole engine, an origin: each request is refused or reaches the origin as exactly one message that the naive reader reads the same way,
/// and what the client gets is one well-formed response each, or an abort.
/// </summary>
internal sealed class ExchangeProperty(ExchangeRunner runner) : IProperty
{
    public string Name => "exchange";

    public void Check(byte[] input) => CheckAsync(ExchangeInput.Parse(input)).GetAwaiter().GetResult();

    private async Task CheckAsync(ExchangeInput input)
    {
        var before = runner.Statistics;
        var (client, origin) = await RunAsync(input);
        var exchange = new ExchangeResult(
            NaiveHttp.ReadRequests(input.Client, skipEmptyLine: true), origin, client, Forwards(runner.Statistics) - Forwards(before));
        ExchangeRules.CheckOrigin(exchange);
        ExchangeRules.CheckClient(exchange);
        if (runner.Statistics.Faults != before.Faults)
        {
            throw new PropertyException("the proxy had a fault", exchange.ToString());
        }
    }

    private async Task<(ClientResult Client, OriginRecord Origin)> RunAsync(ExchangeInput input)
    {
        try
        {
            return await runner.RunAsync(input);
        }
        catch (TimeoutException exception)
        {
            throw new PropertyException("an exchange hangs", exception.Message);
        }
    }

    // Connections taken for a try: so often the proxy says it sent a request on.
    private static long Forwards(ProxyStatistics statistics) => statistics.UpstreamConnects + statistics.UpstreamReused;
}
