using System.Diagnostics;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Watch;

/// <summary>
/// Counts what comes to an origin that cannot count it itself, by what the kernel shows: connections with something new to read, connects without an
/// answer and, where the origin is gone, connects that were refused. The last are counted for the whole machine, which should do nothing else meanwhile.
/// </summary>
internal sealed class SilentOriginWatch(int port, bool countsRefusals)
{
    private readonly List<Arrivals> _samples = [];
    private HashSet<(int, int)> _seen = [];
    private long _refusals = TcpCounters.ReadAttemptFails();

    /// <summary>Takes a sample in each slot until it is canceled; returns what came in each.</summary>
    public async Task<IReadOnlyList<Arrivals>> RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Ledger.SlotMilliseconds));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                _samples.Add(new Arrivals(Stopwatch.GetTimestamp(), CountNew(TcpSocket.ReadAll()) + CountRefusals()));
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        return _samples;
    }

    /// <summary>How many sockets show a try that the ones before did not.</summary>
    public int CountNew(IReadOnlyList<TcpSocket> sockets)
    {
        var shown = sockets
            .Where(socket => socket.LocalPort == port ? socket.HasRequest : socket.RemotePort == port && socket.State == TcpSocket.SynSent)
            .Select(socket => (socket.LocalPort, socket.RemotePort))
            .ToHashSet();
        var fresh = shown.Count(socket => !_seen.Contains(socket));
        _seen = shown;
        return fresh;
    }

    private int CountRefusals()
    {
        if (!countsRefusals)
            return 0;
        var before = _refusals;
        _refusals = TcpCounters.ReadAttemptFails();
        return (int)(_refusals - before);
    }
}
