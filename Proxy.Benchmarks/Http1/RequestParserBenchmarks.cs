using System.Buffers;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Benchmarks.Http1;

/// <summary>
/// One request head from bytes to structs, beside Kestrel's parser. Ours does more in that time: it names headers, checks Host and values,
/// decides framing and persistence, and copies the head.
/// </summary>
[MemoryDiagnoser]
public class RequestParserBenchmarks
{
    private readonly HttpParser<KestrelHandler> _kestrel = new();
    private readonly RequestParser _parser = new(ParserLimits.Default);
    private readonly RequestHead _head = new();
    private ReadOnlySequence<byte> _request;

    [Params("small", "browser")]
    public string Request { get; set; } = "small";

    [GlobalSetup]
    public void Setup() => _request = new(Request == "small" ? SampleHeads.SmallRequest : SampleHeads.BrowserRequest);

    [Benchmark(Baseline = true)]
    public int Kestrel()
    {
        KestrelHandler handler = default;
        SequenceReader<byte> reader = new(_request);
        bool whole = _kestrel.ParseRequestLine(handler, ref reader) && _kestrel.ParseHeaders(handler, ref reader);
        return whole ? (int)reader.Consumed : throw new InvalidOperationException("The head was not whole.");
    }

    [Benchmark]
    public int Ours()
    {
        ParseStatus status = _parser.Parse(_request, _head);
        return status == ParseStatus.Complete ? _head.Length : throw new InvalidOperationException(_parser.Error.ToString());
    }
}
