using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// Asks one source again and again, on threads of the pool: when its answer no longer holds, or after a growing while when it could not tell. What it said
/// last holds until it says something else.
/// </summary>
internal sealed class SourceRefresher : IAsyncDisposable
{
    private const int MaxEndpoints = 4096;

    private readonly IEndpointSource _source;
    private readonly ResolveOptions _options;
    private readonly HoldTimes _times;
    private readonly SourceLog _log;
    private readonly TimeProvider _clock;
    private readonly RetryDelay _retry;
    private readonly CancellationTokenSource _stop = new();
    private volatile List<DiscoveredEndpoint> _present = [];
    private TimeSpan _delay;
    private Task _loop = Task.CompletedTask;
    private Task<SourceAnswer>? _asked;

    /// <param name="source">Whom to ask.</param>
    /// <param name="options">How often, and for how long.</param>
    /// <param name="log">Where failures and changes are told.</param>
    /// <param name="clock">The time.</param>
    /// <param name="random">What spreads further tries.</param>
    public SourceRefresher(IEndpointSource source, ResolveOptions options, SourceLog log, TimeProvider clock, Random random)
    {
        (_source, _options, _log, _clock) = (source, options, log, clock);
        (_times, _retry) = (new HoldTimes(options), new RetryDelay(random));
    }

    /// <summary>What the source said last, in an order of its own; empty where it has not said anything yet.</summary>
    public IReadOnlyList<DiscoveredEndpoint> Present => _present;

    /// <summary>Asks for the first time. What is temporary is asked again, for as long as one look-up may take.</summary>
    /// <exception cref="EndpointSourceException">The source cannot tell, and <see cref="ResolveOptions.Required"/> says that it has to.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        while (await TryAsync(cancellationToken).ConfigureAwait(false) is { } problem)
        {
            _delay = _source.Pace ?? _retry.Next();
            if (!_options.Required)
            {
                _log.Failed(problem.Message, 0);
                return;
            }

            if (problem is not EndpointSourceException { IsTemporary: true } || _clock.GetElapsedTime(began) + _delay >= _options.Timeout)
            {
                throw problem as EndpointSourceException ?? new EndpointSourceException(problem.Message, isTemporary: false, problem);
            }

            await Task.Delay(_delay, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on asking until it is disposed of; once, behind <see cref="StartAsync"/>.</summary>
    /// <param name="changed">Told after <see cref="Present"/> has changed, on some thread, never twice at a time.</param>
    public void Run(Action changed) => _loop = Task.Run(() => RunAsync(changed));

    /// <summary>Asks no more. When it completes, nobody is told of a change any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(Action changed)
    {
        while (true)
        {
            await Task.Delay(_delay, _clock, _stop.Token).ConfigureAwait(false);
            var before = _present;
            if (await TryAsync(_stop.Token).ConfigureAwait(false) is { } problem)
            {
                _delay = _source.Pace ?? _retry.Next();
                _log.Failed(problem.Message, before.Count);
            }
            else if (_present != before)
            {
                _log.Changed(before, _present);
                Tell(changed);
            }
        }
    }

    private void Tell(Action changed)
    {
        try
        {
            changed();
        }
        catch (Exception exception)
        {
            _log.Failed(exception.Message, _present.Count);
        }
    }

    // Null when it could tell. A source must not end the asking, whatever it throws.
    private async Task<Exception?> TryAsync(CancellationToken cancellationToken)
    {
        if (_asked is { IsCompleted: false })
        {
            return new EndpointSourceException("the system is still busy with the look-up before", isTemporary: true);
        }

        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            // The system may hold up whoever opens a file or asks it for a name; that is neither the caller of a start nor, for ever, us.
            _asked = Task.Run(() => _source.LookUpAsync(either.Token), either.Token);
            var answer = await _asked.WaitAsync(either.Token).ConfigureAwait(false);
            var endpoints = InOrder(answer.Endpoints);
            if (!endpoints.SequenceEqual(_present))
            {
                _present = endpoints;
            }

            _delay = _source.Pace ?? _times.Of(answer.Holds);
            _retry.Reset();
            _log.Succeeded();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EndpointSourceException($"no answer within {_options.Timeout.TotalSeconds:0.###} s", isTemporary: true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception;
        }
    }

    private static List<DiscoveredEndpoint> InOrder(IReadOnlyList<DiscoveredEndpoint> endpoints)
    {
        var distinct = endpoints.Distinct().ToList();
        return distinct.Count <= MaxEndpoints
            ? [.. distinct.OrderBy(static each => each.Priority).ThenBy(static each => $"{each.Name} {each}", StringComparer.Ordinal)]
            : throw new EndpointSourceException($"{distinct.Count:N0} endpoints are too many: at most {MaxEndpoints:N0} are taken of one name or file", false);
    }
}
