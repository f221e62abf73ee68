using System.Buffers;
using System.Net;
using BenchmarkDotNet.Attributes;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Http1.Parsing;

namespace Proxy.Benchmarks.Core;

/// <summary>Choosing an endpoint, by algorithm and number of endpoints, whose weights differ and some of which are busy.</summary>
[MemoryDiagnoser]
public class BalancerBenchmarks
{
    private readonly Exchange _exchange = new();
    private readonly LoopRandom _random = new(7);
    private IBalancer _balancer = null!;
    private EndpointSet _set = null!;

    [Params(10, 1000)]
    public int Endpoints { get; set; }

    [ParamsAllValues]
    public BalanceAlgorithm Algorithm { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new UpstreamOptions { Balance = Algorithm, Hash = Algorithm == BalanceAlgorithm.ConsistentHash ? new() { Key = "{cookie.user}" } : null };
        var group = new EndpointGroup(options, loops: 0);
        var members = Enumerable.Range(0, Endpoints).Select(i =>
            new EndpointMember(new Endpoint(group, $"{i}", new IPEndPoint(IPAddress.Loopback, i + 1), loops: 0), 1 + (i % 5)));
        group.Replace(options, [.. members]);
        (_set, _balancer) = (group.Set, Balancers.Make(options, loop: 0));
        for (var i = 0; i < Endpoints; i++)
        {
            ref var load = ref _set.Endpoints[i].Load;
            load.Latency.Observe(200 + (i % 7), now: 0);
            if (i % 3 == 0)
            {
                load.Begin();
                group.Load?.Begin();
            }
        }

        var request = "GET / HTTP/1.1\r\nHost: a\r\nCookie: theme=dark; user=0f8fad5b\r\n\r\n"u8.ToArray();
        new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(request), _exchange.Request);
        _exchange.Times.BeginTry(now: 5);
    }

    [Benchmark]
    public object Choose() => _balancer.Choose(_set, _exchange, _random);
}
