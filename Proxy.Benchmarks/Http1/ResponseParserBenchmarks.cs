using System.Buffers;
using BenchmarkDotNet.Attributes;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Benchmarks.Http1;

/// <summary>One response head from bytes to structs.</summary>
[MemoryDiagnoser]
public class ResponseParserBenchmarks
{
    private readonly ResponseParser _parser = new(ParserLimits.Default);
    private readonly ResponseHead _head = new();
    private readonly ReadOnlySequence<byte> _response = new(SampleHeads.Response);

    [Benchmark]
    public int Parse()
    {
        ParseStatus status = _parser.Parse(_response, KnownMethod.Get, _head);
        return status == ParseStatus.Complete ? _head.Length : throw new InvalidOperationException(_parser.Error.ToString());
    }
}
