using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>One loop's part of the access log: renders lines into its ring, from which the writer's thread takes them. Never waits: a line without room is dropped.</summary>
internal sealed class LoopAccessLog
{
    private readonly EventLoop _loop;
    private readonly AccessLogWriter _writer;
    private readonly LogClock _clock;
    private readonly bool _isJson;
    private long _dropped;
    private long _toldDropped;

    public LoopAccessLog(EventLoop loop, AccessLogWriter writer, AccessLogOptions options, TimeProvider clock)
    {
        (_loop, _writer, _clock, _isJson) = (loop, writer, new LogClock(clock), options.Format == AccessLogFormat.Json);
        Lines = new LineRing(options.BufferBytes, LineLimits.Line);
    }

    public LineRing Lines { get; }

    /// <summary>Lines for which there was no room; readable on any thread.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>An exchange is over.</summary>
    public void Add(Exchange exchange)
    {
        exchange.IsLogged = true;
        var room = Lines.Reserve();
        if (room.IsEmpty)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }

        _clock.Set(_loop.Now);
        var entry = AccessEntry.Of(exchange, _loop.Now);
        var length = _isJson ? JsonLine.Write(room, entry, _clock) : CombinedLine.Write(room, entry, _clock);
        if (Lines.Commit(length))
        {
            _writer.Hurry();
        }
    }

    /// <summary>As <see cref="Add"/>, for an exchange that a defect ended: what is left of it may not do for a line.</summary>
    public void AddBroken(Exchange exchange, ProxyError error)
    {
        if (exchange.IsLogged)
        {
            return;
        }

        try
        {
            exchange.Error = exchange.Error == ProxyError.None ? error : exchange.Error;
            Add(exchange);
        }
        catch (Exception exception)
        {
            _loop.OnFault(exception);
        }
    }

    /// <summary>Says how many lines were dropped since it was said last; the writer may be where they are stuck, and cannot.</summary>
    public void ReportDropped()
    {
        var dropped = _dropped - _toldDropped;
        if (dropped > 0)
        {
            _toldDropped = _dropped;
            _loop.Logger.LogWarning("access log: {Count} lines of loop {Index} dropped, since they are written too slowly", dropped, _loop.Index);
        }
    }
}
