using System.Buffers;
using System.IO.Pipelines;
using Proxy.Core;
using Proxy.Core.Connections;
using Proxy.Tests.Kit;
using Proxy.Tests.Properties.Targets;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>A client whose connection is a pair of pipes in memory: sends all it has in pieces, ends its side, reads to the end.</summary>
internal sealed class ExchangeClient
{
    private readonly Pipe _toProxy = new(new PipeOptions(minimumSegmentSize: 16, useSynchronizationContext: false));
    private readonly Pipe _toClient = new(new PipeOptions(useSynchronizationContext: false));
    private readonly LosslessWriter _writer;
    private readonly Task _served;

    public ExchangeClient(ProxyServer server)
    {
        _writer = new LosslessWriter(_toClient.Writer);
        _served = server.ServeAsync(new OddPipe(_toProxy.Reader, _writer), new ConnectionInfo());
    }

    public async Task<ClientResult> RunAsync(byte[] bytes)
    {
        var sending = SendAsync(bytes);
        var received = await ReadAsync();
        await sending;
        await _served.WaitAsync(Patience.Time);
        await _toClient.Reader.CompleteAsync();
        return new ClientResult(received, _writer.Aborted);
    }

    // In pieces, as a network would deliver them.
    private async Task SendAsync(byte[] bytes)
    {
        var random = Feed.RandomOf(bytes);
        for (var start = 0; start < bytes.Length;)
        {
            var count = random.Next(3) == 0 ? random.Next(1, 8) : random.Next(1, bytes.Length - start + 1);
            count = Math.Min(count, bytes.Length - start);
            var flushed = await _toProxy.Writer.WriteAsync(bytes.AsMemory(start, count));
            start = flushed.IsCompleted ? bytes.Length : start + count;
        }

        await _toProxy.Writer.CompleteAsync();
    }

    private async Task<byte[]> ReadAsync()
    {
        using var bytes = new MemoryStream();
        ReadResult result;
        do
        {
            result = await _toClient.Reader.ReadAsync().AsTask().WaitAsync(Patience.Time);
            bytes.Write(result.Buffer.ToArray());
            _toClient.Reader.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);
        return bytes.ToArray();
    }
}
