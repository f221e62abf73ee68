using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport;

/// <summary>
/// One connection to a server that has two addresses, most often one of each family (RFC 8305 §5): the first is tried, and the second as well once the first
/// has failed, or has not answered for a while. The connection that opens first is taken, and the other attempt ended.
/// </summary>
internal sealed class HappyEyeballs : ILoopTimerOwner, IConnectAttempt, IValueTaskSource<ConnectResult>
{
    /// <summary>How long the first attempt is alone: the Connection Attempt Delay of RFC 8305 §5, as recommended there.</summary>
    public const int AttemptDelayMilliseconds = 250;

    private readonly EventLoop _loop;
    private readonly ConnectTarget _second;
    private readonly long _deadline;
    private readonly LoopTimer _delay;
    private readonly ConnectCancel _cancelFirst = new();
    private readonly ConnectCancel _cancelSecond = new();
    private PromiseCore<ConnectResult> _promise;
    private ConnectError _error;
    private int _underWay;
    private bool _isSecondBegun;
    private bool _isDone;

    private HappyEyeballs(EventLoop loop, ConnectTarget second, long timeoutMilliseconds)
    {
        (_loop, _second, _deadline) = (loop, second, loop.Now + timeoutMilliseconds);
        _delay = new LoopTimer(this);
    }

    /// <summary>Opens the connection; which address it has is told by its <see cref="SocketConnection.RemoteEndPoint"/>.</summary>
    /// <param name="loop">Whose connection it becomes.</param>
    /// <param name="first">The address preferred.</param>
    /// <param name="second">The other one.</param>
    /// <param name="timeoutMilliseconds">How long both attempts may take, from now on.</param>
    /// <param name="cancel">Ends both before their time, or null where nobody will.</param>
    public static ValueTask<ConnectResult> ConnectAsync(
        EventLoop loop, ConnectTarget first, ConnectTarget second, long timeoutMilliseconds, ConnectCancel? cancel = null)
    {
        var eyeballs = new HappyEyeballs(loop, second, timeoutMilliseconds);
        cancel?.Attempt = eyeballs;
        _ = eyeballs.TryAsync(first, eyeballs._cancelFirst);
        if (eyeballs is { _isSecondBegun: false, _isDone: false })
        {
            // Where the whole has less time than that, both still have a part of it.
            loop.SetTimer(eyeballs._delay, Math.Min(AttemptDelayMilliseconds, timeoutMilliseconds / 2));
        }

        return new(eyeballs, eyeballs._promise.Version);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => BeginSecond();

    void IConnectAttempt.GiveUp()
    {
        if (!_isDone)
        {
            Finish(ConnectResult.Failed(ConnectError.Canceled));
        }
    }

    ConnectResult IValueTaskSource<ConnectResult>.GetResult(short token) => _promise.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ConnectResult>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<ConnectResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token);

    private async Detached TryAsync(ConnectTarget target, ConnectCancel cancel)
    {
        _underWay++;
        var result = await _loop.ConnectAsync(target, Math.Max(1, _deadline - _loop.Now), cancel).ConfigureAwait(false);
        _underWay--;
        if (_isDone)
        {
            // Canceled, or open already when it was to be.
            result.Connection?.Close();
        }
        else if (result.Error == ConnectError.None)
        {
            Finish(result);
        }
        else
        {
            OnFailed(result.Error);
        }
    }

    // Of two failures the first is told, unless the other can be helped, or the first says only that this family has no source address.
    private void OnFailed(ConnectError error)
    {
        _error = _error is ConnectError.None or ConnectError.SourceAddress || error == ConnectError.LocalResources ? error : _error;
        if (!_isSecondBegun && _loop.Now < _deadline)
        {
            BeginSecond();
        }
        else if (_underWay == 0)
        {
            Finish(ConnectResult.Failed(_error));
        }
    }

    private void BeginSecond()
    {
        _loop.Timers.Remove(_delay);
        _isSecondBegun = true;
        _ = TryAsync(_second, _cancelSecond);
    }

    private void Finish(in ConnectResult result)
    {
        _isDone = true;
        _loop.Timers.Remove(_delay);
        _cancelFirst.Cancel();
        _cancelSecond.Cancel();
        _promise.SetResult(result);
    }
}
