namespace Proxy.Benchmarks.Resilience.Load;

/// <summary>What became of every request of a load; index 0 of the arrays is nobody's.</summary>
internal sealed class LoadRecord(Pacer pacer, int requests)
{
    private readonly int[] _latency = new int[requests + 1];
    private readonly int[] _lateness = new int[requests + 1];
    private readonly Outcome[] _outcome = new Outcome[requests + 1];
    private readonly short[] _status = new short[requests + 1];

    public Pacer Pacer { get; } = pacer;

    public int Requests { get; } = requests;

    /// <summary>All numbers.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(1, Requests);

    /// <summary>From when it was meant to be sent to its response's last byte or its failure: a load that is held up does not make latencies vanish.</summary>
    public int LatencyMicroseconds(int number) => _latency[number];

    /// <summary>From when it was meant to be sent to when it was.</summary>
    public int LatenessMicroseconds(int number) => _lateness[number];

    public Outcome Outcome(int number) => _outcome[number];

    /// <summary>The status of its response; 0 without one.</summary>
    public int Status(int number) => _status[number];

    public void NoteSent(int number, long now) => _lateness[number] = Since(number, now);

    public void NoteEnd(int number, Outcome outcome, int status, long now)
    {
        _outcome[number] = outcome;
        _status[number] = (short)status;
        _latency[number] = Since(number, now);
    }

    /// <summary>The numbers of the requests meant to be sent from one time until before another.</summary>
    public IEnumerable<int> Between(long from, long until)
    {
        var first = Math.Max(1, Pacer.DueBy(from - 1) + 1);
        var last = Math.Min(Requests, Pacer.DueBy(until - 1));
        return first > last ? [] : Enumerable.Range(first, last - first + 1);
    }

    private int Since(int number, long now) => (int)Math.Min(int.MaxValue, Math.Max(0, now - Pacer.IntendedAt(number)) / 1000);
}
