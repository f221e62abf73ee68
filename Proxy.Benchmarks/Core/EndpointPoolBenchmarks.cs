using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;

namespace Proxy.Benchmarks.Core;

/// <summary>Taking an idle connection to an origin and giving it back, as every request on a kept connection does.</summary>
[MemoryDiagnoser]
public class EndpointPoolBenchmarks
{
    private readonly Exchange _exchange = new();
    private EndpointPool _pool = null!;

    /// <summary>Idle connections in the pool.</summary>
    [Params(1, 64)]
    public int Idle { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var options = new UpstreamOptions { Endpoints = ["127.0.0.1:9"] };
        var endpoint = new Endpoint(new EndpointGroup(options, loops: 1), "benchmark", new IPEndPoint(IPAddress.Loopback, 9), loops: 1);
        var snapshot = new ProxySnapshot(new ProxyOptions(), [], hooks: null, new ProxyInstance());

        // The loop is never started: its timers are turned by nobody, and this thread is the only one that touches it.
        var loops = new EventLoopGroup(new TransportOptions { Threads = 1, Kind = TransportKind.Managed }, TimeProvider.System, NullLogger.Instance);
        var worker = new Worker(loops.Loops[0], snapshot, loops: 1);
        _pool = endpoint.PoolOf(worker);
        for (var i = 0; i < Idle; i++)
        {
            _pool.Return(new UpstreamConnection(worker, _pool, _pool.Connector, new SilentConnection(loops.Loops[0])));
        }
    }

    [Benchmark]
    public int LeaseAndReturn()
    {
        var connection = _pool.TryLeaseIdle(_exchange)!;
        _pool.Return(connection);
        return _pool.Idle;
    }
}
