using System.Buffers;
using BenchmarkDotNet.Attributes;
using Proxy.Benchmarks.Http1;
using Proxy.Core.Observability.AccessLogs;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Benchmarks.Core;

/// <summary>A line of the access log, from the parsed head to the writer's hand.</summary>
[MemoryDiagnoser]
public class AccessLineBenchmarks
{
    private static readonly byte[] Name = LogName.Of("127.0.0.1:9001");

    private readonly LineRing _ring = new(128 * 1024, LineLimits.Line);
    private readonly LogClock _clock = new(TimeProvider.System);
    private readonly RequestHead _head = new();

    [Params(false, true)]
    public bool FromBrowser { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var request = FromBrowser ? SampleHeads.BrowserRequest : SampleHeads.SmallRequest;
        new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(request), _head);
    }

    [Benchmark]
    public int Combined()
    {
        var entry = Entry();
        return Pass(CombinedLine.Write(_ring.Reserve(), entry, _clock));
    }

    [Benchmark]
    public int Json()
    {
        var entry = Entry();
        return Pass(JsonLine.Write(_ring.Reserve(), entry, _clock));
    }

    private AccessEntry Entry()
    {
        _clock.Set(Environment.TickCount64);
        var entry = new AccessEntry { Client = "127.0.0.1"u8, Upstream = Name, Endpoint = Name, Status = 200, BytesSent = 13, Tries = 1, Head = 1 };
        entry.Take(_head);
        return entry;
    }

    private int Pass(int length)
    {
        if (_ring.Commit(length))
        {
            _ring.Release(_ring.Peek().Length);
        }

        return length;
    }
}
