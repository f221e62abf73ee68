using Proxy.Core.Configuration;
using Proxy.Core.Observability;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>A real proxy on one loop before a <see cref="RecordingOrigin"/>. A client's connection is a pipe in memory; one after the other.</summary>
internal sealed class ExchangeRunner : IAsyncDisposable
{
    private readonly RecordingOrigin _origin;
    private readonly ProxyFixture _proxy;

    private ExchangeRunner(RecordingOrigin origin, ProxyFixture proxy) => (_origin, _proxy) = (origin, proxy);

    public ProxyStatistics Statistics => _proxy.Statistics;

    public static async Task<ExchangeRunner> StartAsync()
    {
        var origin = new RecordingOrigin();
        var proxy = await ProxyFixture.StartAsync(new ProxyOptions
        {
            Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(AddressKind.Unix) }],
            Upstreams = [new UpstreamOptions { Endpoints = [EndpointOptions.FromString(origin.Address)] }],
            Routes = [new RouteOptions { Upstream = "default" }],
            Transport = new TransportOptions { Threads = 1 },
        });
        return new ExchangeRunner(origin, proxy);
    }

    /// <summary>Plays one client's connection to its end.</summary>
    public async Task<(ClientResult Client, OriginRecord Origin)> RunAsync(ExchangeInput input)
    {
        var record = _origin.Begin(input.Origin);
        var result = await new ExchangeClient(_proxy.Server).RunAsync(input.Client);
        await SettleAsync();
        return (result, record);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _origin.Dispose();
    }

    // What the proxy has let go of has to reach the origin, and nothing may be left of the exchange.
    private async Task SettleAsync()
    {
        if (!IsSettled())
        {
            await Patience.UntilAsync(IsSettled, "what is left of an exchange ends");
        }
    }

    private bool IsSettled()
    {
        var now = Statistics;
        return _origin.Unfinished == 0 && now.OpenConnections == 0 && now.BuffersInUse == 0 && now.UpstreamOpen == now.UpstreamIdle && now.UpstreamOpen == _origin.Open;
    }
}
