using System.Diagnostics;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// The requests that an upstream may have at a time, as it goes: all loops take their places here and tell how long answers took, and whoever comes first when a
/// window is over works out the next limit. Times are in ticks of <see cref="Stopwatch"/>: the loop's clock is too coarse.
/// </summary>
internal sealed class AdaptiveLimit
{
    private const int LeastSamples = 10;

    private readonly GradientLimit _gradient;
    private readonly long _window;
    private int _limit;
    private int _inFlight;
    private int _most;
    private int _answers;
    private int _failures;
    private long _latency;
    private long _windowEnds;

    public AdaptiveLimit(AdaptiveConcurrencyOptions options)
    {
        Options = options;
        _gradient = new GradientLimit(options);
        _limit = _gradient.Limit;
        _window = (long)(options.Window.TotalSeconds * Stopwatch.Frequency);
    }

    public AdaptiveConcurrencyOptions Options { get; }

    /// <summary>Requests that may be under way at a time, for now.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>The limit for these options: the one there is, where they have not changed.</summary>
    public static AdaptiveLimit? For(AdaptiveConcurrencyOptions? options, AdaptiveLimit? present) =>
        options is null ? null : options == present?.Options ? present : new AdaptiveLimit(options);

    /// <summary>Takes a place, where one is free.</summary>
    public bool TryBegin() => BoundedCount.TryIncrement(ref _inFlight, Limit);

    /// <summary>Gives it back.</summary>
    /// <param name="began">When it was taken.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="now">The time.</param>
    public void End(long began, TryOutcome outcome, long now)
    {
        var inFlight = Interlocked.Decrement(ref _inFlight) + 1;
        if (outcome == TryOutcome.Unknown)
        {
            return;
        }

        if (inFlight > Volatile.Read(ref _most))
        {
            // Another may say less in the same moment: the next one tells.
            Volatile.Write(ref _most, inFlight);
        }

        if (outcome == TryOutcome.Succeeded)
        {
            Interlocked.Add(ref _latency, now - began);
            Interlocked.Increment(ref _answers);
        }
        else
        {
            Interlocked.Increment(ref _failures);
        }

        var ends = Volatile.Read(ref _windowEnds);
        if (now >= ends && Volatile.Read(ref _answers) + Volatile.Read(ref _failures) >= LeastSamples
            && Interlocked.CompareExchange(ref _windowEnds, long.MaxValue, ends) == ends)
        {
            Update();
            Volatile.Write(ref _windowEnds, now + _window);
        }
    }

    private void Update()
    {
        var (answers, failures) = (Interlocked.Exchange(ref _answers, 0), Interlocked.Exchange(ref _failures, 0));
        var (latency, most) = (Interlocked.Exchange(ref _latency, 0), Interlocked.Exchange(ref _most, 0));
        _gradient.Update(answers > 0 ? (double)latency / answers : 0, most, failures / (double)Math.Max(1, answers + failures));
        Volatile.Write(ref _limit, _gradient.Limit);
    }
}
