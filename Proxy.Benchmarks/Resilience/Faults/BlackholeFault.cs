using System.Net;
using System.Net.Sockets;
using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>
/// The network in front of the origin swallows everything, as far as this can be had without a right to change the network: the origin reads and
/// accepts nothing, and its line for new connections is so short and full that the kernel drops every SYN. Of a real one it lacks that bytes on open
/// connections stay unacknowledged.
/// </summary>
internal sealed class BlackholeFault : Fault
{
    private const int MostFillers = 8;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromMilliseconds(100), Interval = TimeSpan.FromMilliseconds(2);
    private readonly List<Socket> _fillers = [];

    public override string Name => "blackhole";

    public override string Title => "unreachable: connects and requests get no answer at all";

    public override async Task BeginAsync(OriginProcess origin, CancellationToken cancellation)
    {
        origin.Ledger.MustBeDeaf = true;
        while (!origin.Ledger.IsDeaf)
            await Task.Delay(Interval, cancellation);
        for (var i = 0; i < MostFillers; i++)
        {
            if (!await TryFillAsync(origin.Port, cancellation))
                return;
        }

        throw new InvalidOperationException($"the line of port {origin.Port} does not fill: connects would be answered");
    }

    public override Task EndAsync(OriginProcess origin, CancellationToken cancellation)
    {
        origin.Ledger.MustBeDeaf = false;
        foreach (var filler in _fillers)
            filler.Dispose();
        _fillers.Clear();
        return CatchUp.WaitAsync(origin.Port, cancellation);
    }

    private async Task<bool> TryFillAsync(int port, CancellationToken cancellation)
    {
        var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ConnectLimit);
        try
        {
            await filler.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            _fillers.Add(filler);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            filler.Dispose();
            return false;
        }
    }
}
