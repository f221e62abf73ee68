using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Proxy.Core;
using Proxy.Core.Connections;

namespace Proxy.Tests.Kit;

/// <summary>A client whose connection is a pair of pipes in memory, as an embedding server would hand it over.</summary>
internal sealed class PipeClient
{
    private readonly Pipe _toProxy;
    private readonly Pipe _toClient;

    public PipeClient(ProxyServer server, ConnectionInfo? info = null, int minimumSegment = -1, CancellationToken cancellation = default)
    {
        // Continuations of both sides run on the thread pool, as pipes have it by default.
        _toProxy = new Pipe(new PipeOptions(minimumSegmentSize: minimumSegment, useSynchronizationContext: false));
        _toClient = new Pipe(new PipeOptions(useSynchronizationContext: false));
        Served = server.ServeAsync(new Duplex(_toProxy.Reader, _toClient.Writer), info ?? new ConnectionInfo(), cancellation);
    }

    /// <summary>Completes when the proxy is done with the connection.</summary>
    public Task Served { get; }

    public PipeReader Input => _toClient.Reader;

    public PipeWriter Output => _toProxy.Writer;

    public async Task SendAsync(string text) => await Output.WriteAsync(Encoding.Latin1.GetBytes(text));

    public void End(Exception? exception = null) => Output.Complete(exception);

    /// <summary>Everything the proxy sends, up to its end.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        while (true)
        {
            var result = await Input.ReadAsync().AsTask().WaitAsync(Patience.Time);
            text.Append(Encoding.Latin1.GetString(result.Buffer.ToArray()));
            Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return text.ToString();
            }
        }
    }

    /// <summary>Reads until the text has come; what was read.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        while (true)
        {
            var result = await Input.ReadAsync().AsTask().WaitAsync(Patience.Time);
            var text = Encoding.Latin1.GetString(result.Buffer.ToArray());
            var at = text.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
            {
                Input.AdvanceTo(result.Buffer.GetPosition(at + end.Length));
                return text[..(at + end.Length)];
            }

            if (result.IsCompleted)
            {
                throw new EndOfStreamException($"The end came behind: {text}");
            }

            Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public async Task<int> ReadStatusAsync() => int.Parse((await ReadUntilAsync("\r\n\r\n")).AsSpan(9, 3), null);

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
