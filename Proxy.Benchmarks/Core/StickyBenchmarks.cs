using System.Buffers;
using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Http1.Parsing;

namespace Proxy.Benchmarks.Core;

/// <summary>Finding whom a cookie binds a client to, and signing what stands for all endpoints of a set.</summary>
[MemoryDiagnoser]
public class StickyBenchmarks
{
    private readonly Exchange _exchange = new();
    private EndpointGroup _group = null!;

    [Params(10, 1000)]
    public int Endpoints { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new UpstreamOptions { Sticky = new() { Cookie = "lb" } };
        _group = new EndpointGroup(options, loops: 0);
        var members = Enumerable.Range(0, Endpoints).Select(i =>
            new EndpointMember(new Endpoint(_group, $"{i}", new IPEndPoint(IPAddress.Loopback, i + 1), loops: 0), 1));
        _group.Replace(options, [.. members]);
        var answered = new Exchange { Upstream = new Upstream(0, options, _group, []), Endpoint = _group.Set.Endpoints[Endpoints / 2] };
        var cookie = Encoding.ASCII.GetString(StickySessions.LineFor(answered))["Set-Cookie: ".Length..].Split(';')[0];
        var request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: a\r\nCookie: theme=dark; {cookie}\r\n\r\n");
        new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(request), _exchange.Request);
    }

    [Benchmark]
    public object? Find() => _group.Set.Sessions!.Find(_exchange.Request);

    [Benchmark]
    public void Publish() => _group.Refresh();
}
