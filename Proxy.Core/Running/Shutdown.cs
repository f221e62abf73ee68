namespace Proxy.Core.Running;

/// <summary>The end of a proxy: its listeners close, its connections drain, and what has not ended by then is cut.</summary>
internal sealed class Shutdown
{
    private static readonly TimeSpan CutGrace = TimeSpan.FromSeconds(2);

    private readonly WorkerGroup _workers;
    private readonly ListenerSet _listeners;
    private readonly TimeProvider _clock;

    public Shutdown(WorkerGroup workers, ListenerSet listeners, TimeProvider clock) => (_workers, _listeners, _clock) = (workers, listeners, clock);

    /// <summary>Ends it all; how many connections had to be cut.</summary>
    /// <param name="patience">How long connections may take to end by themselves.</param>
    /// <param name="cancellationToken">Cuts them before that.</param>
    public async Task<int> RunAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await _listeners.CloseAllAsync().ConfigureAwait(false);
        var drained = await _workers.BeginDrainAsync().ConfigureAwait(false);
        var cut = await EndsWithinAsync(drained, patience, cancellationToken).ConfigureAwait(false) ? 0 : await _workers.CutAsync().ConfigureAwait(false);
        if (cut > 0)
        {
            await EndsWithinAsync(drained, CutGrace, CancellationToken.None).ConfigureAwait(false);
        }

        await _workers.StopAsync().ConfigureAwait(false);
        return cut;
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(time, _clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
