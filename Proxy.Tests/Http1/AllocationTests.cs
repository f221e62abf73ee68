using System.Buffers;
using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Http1;

[TestFixture]
public sealed class AllocationTests : ITrailerOwner
{
    private readonly TrailerSection _trailers = new();

    private const string Request =
        "POST http://h?q HTTP/1.1\r\nHost: a\r\nX-Hop: 1\r\nConnection: x-hop, keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Test]
    public void Parsing_and_writing_allocate_nothing_in_steady_state()
    {
        byte[] bytes = Feeding.Bytes(Request);
        ReadOnlySequence<byte>[] buffers = [new(bytes), Segments.Cut(bytes, 5, 40), new(bytes, 0, 30), Segments.Cut(bytes, 31)];
        ReadOnlySequence<byte> response = new(Feeding.Bytes("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\n"));
        byte[] chunks = Feeding.Bytes("5;a=\"b\"\r\nhello\r\n0\r\nA: b\r\nX_Real_IP: c\r\n\r\n");
        byte[] output = new byte[1024];
        RequestParser requests = new(ParserLimits.Default);
        ResponseParser responses = new(ParserLimits.Default);
        RequestHead request = new();
        ResponseHead answer = new();

        void Turn()
        {
            foreach (ref readonly ReadOnlySequence<byte> buffer in buffers.AsSpan())
            {
                requests.Parse(buffer, request);
            }

            responses.Parse(response, request.Method, answer);
            HeadWriter writer = new(output);
            RequestWriter.WriteRequestLine(ref writer, request);
            writer.WriteFields(request, KnownHeaderSet.Of(KnownHeader.Connection));
            writer.WriteFields(answer, KnownHeaderSet.Of(KnownHeader.Server));
            CannedResponses.Write(output, 502, default, close: true, headOnly: false);
            ChunkedEncoder.WriteHeader(output, 12345);
            writer.WriteLastChunk(_trailers);
            _trailers.Reset();
            ChunkedDecoder decoder = new(ParserLimits.Default, this);
            ReadOnlySpan<byte> rest = chunks;
            while (decoder.Read(rest, out int consumed, out _, out _) == ChunkStatus.Data)
            {
                rest = rest[consumed..];
            }
        }

        for (int i = 0; i < 100; i++)
        {
            Turn();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Turn();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(Feeding.Text(request.Path), Is.EqualTo("/?q"));
        Assert.That(Feeding.Text(_trailers.Lines), Is.EqualTo("A: b\r\n"));
    }

    TrailerSection ITrailerOwner.BeginTrailers() => _trailers;

    [Test]
    public void A_head_gives_back_what_one_large_message_made_it_hold()
    {
        RequestHead head = new();
        byte[] bytes = Feeding.Bytes($"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('x', 20000)}\r\n\r\n");
        new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(bytes), head);
        Assert.That(head.StorageBytes, Is.EqualTo(32768));
        head.Reset();
        Assert.That(head.StorageBytes, Is.Zero);
    }
}
