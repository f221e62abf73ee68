using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>The access log of one proxy: a part for each loop, and the thread that empties them.</summary>
internal sealed class AccessLog
{
    private readonly LoopAccessLog[] _parts;
    private readonly AccessLogWriter _writer;

    public AccessLog(AccessLogSink sink, AccessLogOptions options, IEnumerable<EventLoop> loops, TimeProvider clock, ILogger logger)
    {
        _writer = new AccessLogWriter(sink, options.FlushInterval, logger);
        _parts = [.. loops.Select(loop => new LoopAccessLog(loop, _writer, options, clock))];
    }

    /// <summary>Lines that came to nothing, on the loops and at the sink.</summary>
    public long Dropped => _writer.Dropped + _parts.Sum(static part => part.Dropped);

    public LoopAccessLog Of(EventLoop loop) => _parts[loop.Index];

    /// <inheritdoc cref="AccessLogWriter.Start"/>
    public void Start() => _writer.Start(_parts.Select(static part => part.Lines));

    /// <inheritdoc cref="AccessLogWriter.StopAsync"/>
    public Task StopAsync() => _writer.StopAsync();
}
