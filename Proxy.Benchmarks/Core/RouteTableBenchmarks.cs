using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Proxy.Core.Configuration;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Benchmarks.Core;

/// <summary>One route against ten thousand: host, path and a capture.</summary>
[MemoryDiagnoser]
public class RouteTableBenchmarks
{
    private readonly RequestHead _head = new();
    private readonly RoutePath _path = new();
    private RouteTable _table = null!;

    [Params(1, 100, 10_000)]
    public int Routes { get; set; }

    [Params("/users/7/photo", "/users/%37/./photo")]
    public string Path { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var routes = Enumerable.Range(1, Routes - 1).Select(i => new RouteOptions { Hosts = [$"host{i % 100}.example"], Path = $"/area{i}/{{id}}/*" });
        _table = new RouteTable(new ProxyOptions { Routes = [new RouteOptions { Hosts = ["www.example.org"], Path = "/users/{id}/photo" }, .. routes] }, []);
        var request = Encoding.ASCII.GetBytes($"GET {Path} HTTP/1.1\r\nHost: www.example.org\r\n\r\n");
        new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(request), _head);
    }

    [Benchmark]
    public bool Match()
    {
        _path.TryRead(_head, allowsAmbiguous: false);
        return _table.Match(_head, _path.Of(_head), ref _path.Captures) is not null;
    }
}
