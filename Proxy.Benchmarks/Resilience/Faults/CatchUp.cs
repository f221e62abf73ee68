using Proxy.Benchmarks.Resilience.Watch;

namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>
/// An origin that stood still first reads what came meanwhile. Nobody sends that now: it must not pass for the traffic that the origin gets when it is back.
/// </summary>
internal static class CatchUp
{
    // One that is busy again may have something unread whenever it is looked at.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500), Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until nothing that came to the port is unread.</summary>
    public static async Task WaitAsync(int port, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < Limit && TcpSocket.ReadAll().Any(socket => socket.LocalPort == port && socket.HasRequest); waited += Interval)
            await Task.Delay(Interval, cancellation);
    }
}
