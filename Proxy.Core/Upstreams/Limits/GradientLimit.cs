using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// Finds how many requests an upstream can have at a time from how long it takes to answer. Little's law: up to its capacity more at a time means more in all; past it,
/// only that each takes longer, in proportion. The limit times the ratio of least to present latency is therefore the capacity; some more, the root of the limit, is
/// added to find out whether it has grown. Used by one thread at a time.
/// </summary>
/// <param name="options">Bounds and tolerance.</param>
internal sealed class GradientLimit(AdaptiveConcurrencyOptions options)
{
    private const double Smoothing = 0.5;
    private const double LeastGradient = 0.5;
    private const double OnFailures = 0.9;
    private const double TooManyFailures = 0.1;
    private const double Drained = 0.5;
    private const double MostAtOnce = 2;
    private const int WindowsBetweenProbes = 100;

    private double _limit = Math.Clamp(options.InitialLimit, options.MinLimit, options.MaxLimit);
    private double _least = double.MaxValue;
    private int _windows;

    /// <summary>Requests at a time; lower than what was found for as long as the least latency is measured anew.</summary>
    public int Limit { get; private set; } = Math.Clamp(options.InitialLimit, options.MinLimit, options.MaxLimit);

    /// <summary>A window is over.</summary>
    /// <param name="latency">The mean of its answers, or 0 where there were none.</param>
    /// <param name="most">The most that were asked at a time.</param>
    /// <param name="failures">The share of tries that failed.</param>
    public void Update(double latency, int most, double failures)
    {
        _windows++;
        if (_windows == WindowsBetweenProbes + 1)
        {
            // What was let in before is still being answered.
            return;
        }

        if (_windows > WindowsBetweenProbes)
        {
            // Where the queue did not run empty after all, the mistake is bounded, and the next time puts it right.
            _least = latency > 0 ? Math.Min(latency, MostAtOnce * _least) : _least;
            _windows = 0;
        }
        else
        {
            Follow(latency, most, failures);
        }

        // Once it queues for good even the least is latency of a queue: now and then that is let run empty.
        Limit = _windows == WindowsBetweenProbes ? Bounded(_limit * Drained * Gradient(latency, tolerance: 1)) : Bounded(_limit);
    }

    private void Follow(double latency, int most, double failures)
    {
        _least = latency > 0 ? Math.Min(_least, latency) : _least;
        var wanted = (_limit * Gradient(latency, options.Tolerance / 100.0)) + Math.Sqrt(_limit);
        if (failures >= TooManyFailures)
        {
            wanted = Math.Min(wanted, _limit * OnFailures);
        }

        if (2 * most < _limit)
        {
            // Nothing is known of what is not used.
            wanted = Math.Min(wanted, _limit);
        }

        _limit = Math.Clamp(_limit + (Smoothing * (wanted - _limit)), options.MinLimit, options.MaxLimit);
    }

    private double Gradient(double latency, double tolerance) => latency > 0 ? Math.Clamp(tolerance * _least / latency, LeastGradient, 1) : 1;

    private int Bounded(double limit) => (int)Math.Clamp(limit, options.MinLimit, options.MaxLimit);
}
