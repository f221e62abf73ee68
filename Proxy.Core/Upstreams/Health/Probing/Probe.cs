using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>
/// One probe. It has a connection of its own, closed behind it: what the next client may need is that the endpoint takes one, which a connection kept alive does not
/// show, and none of a pool's places is spent on it. All of it together is bounded in time, and what is read in bytes.
/// </summary>
internal sealed class Probe : ILoopTimerOwner
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxInterimResponses = 16;
    private const int SwitchingProtocols = 101;

    private readonly Worker _worker;
    private readonly ProbeCheck _check;
    private readonly LoopTimer _timer;
    private SocketConnection? _socket;
    private bool _isLate;
    private bool _isAborted;

    public Probe(Worker worker, ProbeCheck check)
    {
        (_worker, _check) = (worker, check);
        _timer = new LoopTimer(this);
    }

    /// <summary>Asks the endpoint, once; what goes wrong is told in the result.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public async ValueTask<ProbeResult> RunAsync()
    {
        _worker.Loop.SetTimer(_timer, _check.Timeout);
        try
        {
            var (connection, error) = await OpenAsync().ConfigureAwait(false);
            _socket = connection;
            return connection is null ? ProbeReasons.OfConnect(error, _check)
                : _isAborted || _isLate ? GivenUp(ProbeReasons.OfConnect(ConnectError.TimedOut, _check).Reason)
                : _check.Options.Kind == HealthCheckKind.Tcp ? ProbeResult.Good
                : await AskAsync(connection).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return GivenUp(ProbeReasons.Lost);
        }
        finally
        {
            _worker.Loop.Timers.Remove(_timer);
            _socket?.Input.Complete();
            _socket?.Output.Complete();
        }
    }

    /// <summary>Ends it, soon; it says nothing then. A connection that is being opened is closed once it is.</summary>
    public void Abort()
    {
        _isAborted = true;
        Interrupt();
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        _isLate = true;
        Interrupt();
    }

    private void Interrupt()
    {
        _socket?.Input.CancelPendingRead();
        _socket?.Output.CancelPendingFlush();
    }

    // All that a probe's connection has in common with those of the pools.
    private ValueTask<ConnectResult> OpenAsync() => _check.Target is { } other
        ? _worker.Loop.ConnectAsync(other, _check.Timeout)
        : _check.Endpoint.PoolOf(_worker).Connector.ConnectAsync(_check.Timeout);

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProbeResult> AskAsync(SocketConnection connection)
    {
        var sent = await connection.Output.WriteAsync(_check.Request).ConfigureAwait(false);
        var head = new ResponseHead();
        var failure = sent.IsCanceled ? ProbeReasons.NoAnswer(_check) : await ReadHeadAsync(connection.Input, head).ConfigureAwait(false);
        if (failure is not null)
        {
            return GivenUp(failure);
        }

        return _check.Options.Expect.Any(range => range.Contains(head.Status))
            ? await ReadBodyAsync(connection.Input, head.Framing).ConfigureAwait(false)
            : ProbeResult.Bad(ProbeReasons.OfStatus(head.Status, _check));
    }

    // Null once the final head is there, else why not.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<string?> ReadHeadAsync(PipeReader input, ResponseHead head)
    {
        var parser = new ResponseParser(_worker.Snapshot.ParserLimits);
        for (var interim = 0; interim <= MaxInterimResponses;)
        {
            var read = await input.ReadAsync().ConfigureAwait(false);
            var buffer = read.Buffer;
            var status = read.IsCanceled ? ParseStatus.NeedMore : parser.Parse(buffer, _check.Method, head);
            var taken = status == ParseStatus.Complete ? buffer.GetPosition(head.Length) : buffer.Start;
            input.AdvanceTo(taken, status == ParseStatus.Complete ? taken : buffer.End);
            switch (status)
            {
                case ParseStatus.Complete when !head.IsInterim || head.Status == SwitchingProtocols:
                    return null;
                case ParseStatus.Complete:
                    interim++;
                    break;
                case ParseStatus.Failed:
                    return ProbeReasons.OfHead(parser.Error);
                default:
                    if (read.IsCanceled || read.IsCompleted)
                    {
                        return read.IsCanceled ? ProbeReasons.NoAnswer(_check)
                            : buffer.IsEmpty ? ProbeReasons.ClosedBeforeHead
                            : ProbeReasons.HeadTruncated;
                    }

                    break;
            }
        }

        return ProbeReasons.TooManyInterim;
    }

    // To its end where that is near, whether a text is looked for or not: an origin that breaks off is not well, and a connection read to its end closes in order.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProbeResult> ReadBodyAsync(PipeReader input, BodyFraming framing)
    {
        var text = _check.BodyText is { } wanted ? new BodyText(wanted) : null;
        var body = new Http1BodySource(_worker, PeerErrors.Upstream);
        body.Begin(input, framing, _worker.Snapshot.ParserLimits, StallLimits.None);
        try
        {
            while (!body.IsEnded && body.BytesRead < MaxBodyBytes && text is not { IsFound: true })
            {
                var read = await body.ReadAsync().ConfigureAwait(false);
                if (read.Error != ProxyError.None)
                {
                    return GivenUp(_isLate ? ProbeReasons.NoBody(_check) : ProbeReasons.OfBody(read.Error));
                }

                text?.Add(read.Data.Slice(0, Math.Min(read.Data.Length, MaxBodyBytes - (body.BytesRead - read.Data.Length))));
                body.Advance();
            }
        }
        finally
        {
            body.Clear();
        }

        return text is null or { IsFound: true } ? ProbeResult.Good : ProbeResult.Bad(ProbeReasons.Lacks(_check, isCut: !body.IsEnded));
    }

    // What we ended ourselves says nothing of the endpoint.
    private ProbeResult GivenUp(string reason) => _isAborted ? ProbeResult.Void(ProbeReasons.Stopped) : ProbeResult.Bad(reason);
}
