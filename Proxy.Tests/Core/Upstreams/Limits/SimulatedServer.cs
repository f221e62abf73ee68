using Proxy.Core.Upstreams.Limits;

namespace Proxy.Tests.Core.Upstreams.Limits;

/// <summary>A server with so many workers and a queue without end, behind a limit, on simulated time: nothing here takes any.</summary>
/// <param name="limit">What lets requests in.</param>
/// <param name="seed">The seed of arrivals and times of service.</param>
internal sealed class SimulatedServer(AdaptiveLimit limit, int seed)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<long, long> _answers = new(); // when each began, by when it is answered
    private readonly Queue<long> _queue = new();
    private long _nextArrival;
    private int _busy;

    /// <summary>Requests it works on at a time.</summary>
    public int Workers { get; set; }

    /// <summary>The mean time of service, in ticks of a microsecond.</summary>
    public double Service { get; set; }

    public long Now { get; private set; }

    public int Answered { get; private set; }

    public int Refused { get; private set; }

    /// <summary>The longest wait and service of those answered.</summary>
    public long Slowest { get; private set; }

    /// <summary>Runs for so long, requests arriving at a rate by chance.</summary>
    public void Run(double seconds, double perSecond)
    {
        (Answered, Refused, Slowest) = (0, 0, 0);
        var end = Now + (long)(seconds * 1e6);
        _nextArrival = Now;
        while (Now < end)
        {
            if (_answers.TryPeek(out var began, out var at) && at <= _nextArrival)
            {
                Now = at;
                _answers.Dequeue();
                Answer(began);
            }
            else
            {
                Now = _nextArrival;
                _nextArrival += 1 + (long)(-Math.Log(1 - _random.NextDouble()) / perSecond * 1e6);
                Arrive();
            }
        }
    }

    private void Arrive()
    {
        if (!limit.TryBegin())
        {
            Refused++;
            return;
        }

        _queue.Enqueue(Now);
        Work();
    }

    private void Answer(long began)
    {
        _busy--;
        Answered++;
        Slowest = Math.Max(Slowest, Now - began);
        limit.End(Scaled(began), TryOutcome.Succeeded, Scaled(Now));
        Work();
    }

    private void Work()
    {
        while (_busy < Workers && _queue.TryDequeue(out var began))
        {
            _busy++;

            // Half of it is always needed.
            _answers.Enqueue(began, Now + (long)(Service * (0.5 + _random.NextDouble())));
        }
    }

    private static long Scaled(long microseconds) => microseconds * System.Diagnostics.Stopwatch.Frequency / 1_000_000;
}
