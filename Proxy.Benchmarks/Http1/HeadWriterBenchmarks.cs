using System.Buffers;
using BenchmarkDotNet.Attributes;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Benchmarks.Http1;

/// <summary>A request head written for the origin: everything copied at once, or hop-by-hop lines dropped and ours added.</summary>
[MemoryDiagnoser]
public class HeadWriterBenchmarks
{
    private static readonly KnownHeaderSet Dropped = KnownHeaderSet.Of(
        KnownHeader.Connection, KnownHeader.KeepAlive, KnownHeader.ProxyConnection, KnownHeader.TE, KnownHeader.Upgrade,
        KnownHeader.Forwarded, KnownHeader.XForwardedFor, KnownHeader.XForwardedProto, KnownHeader.XForwardedHost, KnownHeader.XRealIp);

    private readonly RequestHead _head = new();
    private readonly byte[] _output = new byte[4096];

    [GlobalSetup]
    public void Setup() =>
        new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(SampleHeads.BrowserRequest), _head);

    [Benchmark(Baseline = true)]
    public int CopyWhole()
    {
        HeadWriter writer = new(_output);
        RequestWriter.WriteRequestLine(ref writer, _head);
        writer.WriteFields(_head, default);
        writer.WriteEnd();
        return writer.Written;
    }

    [Benchmark]
    public int Rewrite()
    {
        HeadWriter writer = new(_output);
        RequestWriter.WriteRequestLine(ref writer, _head);
        writer.WriteFields(_head, Dropped);
        writer.WriteField("Via"u8, "1.1 proxy"u8);
        writer.WriteField("X-Forwarded-For"u8, "192.0.2.1"u8);
        writer.WriteField("X-Forwarded-Proto"u8, "http"u8);
        writer.WriteEnd();
        return writer.Written;
    }
}
