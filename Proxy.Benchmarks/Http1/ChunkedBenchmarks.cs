using BenchmarkDotNet.Attributes;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Benchmarks.Http1;

/// <summary>64 KiB of body in chunks of one size, decoded and encoded. The data itself is not touched by the decoder.</summary>
[MemoryDiagnoser]
public class ChunkedBenchmarks
{
    private const int BodyBytes = 64 * 1024;

    private byte[] _encoded = [];
    private byte[] _body = [];
    private byte[] _output = [];

    [Params(64, 4096)]
    public int ChunkBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _body = new byte[BodyBytes];
        _output = new byte[BodyBytes * 2];
        _encoded = _output[..Encode()];
    }

    [Benchmark]
    public int Decode()
    {
        ChunkedDecoder decoder = new(ParserLimits.Default);
        ReadOnlySpan<byte> rest = _encoded;
        int total = 0;
        ChunkStatus status;
        do
        {
            status = decoder.Read(rest, out int consumed, out _, out int length);
            rest = rest[consumed..];
            total += length;
        }
        while (status == ChunkStatus.Data);

        return status == ChunkStatus.Complete ? total : throw new InvalidOperationException(decoder.Error.ToString());
    }

    [Benchmark]
    public int Encode()
    {
        HeadWriter writer = new(_output);
        Span<byte> header = stackalloc byte[ChunkedEncoder.MaxHeaderBytes];
        for (int at = 0; at < _body.Length; at += ChunkBytes)
        {
            writer.Write(header[..ChunkedEncoder.WriteHeader(header, ChunkBytes)]);
            writer.Write(_body.AsSpan(at, ChunkBytes));
            writer.Write(ChunkedEncoder.DataEnd);
        }

        writer.Write(ChunkedEncoder.LastChunk);
        return writer.Written;
    }
}
