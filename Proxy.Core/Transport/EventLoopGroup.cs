using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Transport.Linux;
using Proxy.Core.Transport.Managed;

namespace Proxy.Core.Transport;

/// <summary>The event loops of one proxy, all of one kind.</summary>
internal sealed class EventLoopGroup
{
    private readonly EventLoop[] _loops;

    public EventLoopGroup(TransportOptions options, TimeProvider clock, ILogger logger)
    {
        var managed = options.Kind == TransportKind.Managed || (options.Kind == TransportKind.Automatic && !OperatingSystem.IsLinux());
        _loops = Make(CountOf(options), i => managed ? new ManagedLoop(i, clock, logger) : new EpollLoop(i, clock, logger));
    }

    /// <summary>A group of other loops, for tests.</summary>
    internal EventLoopGroup(int count, Func<int, EventLoop> make) => _loops = Make(count, make);

    public IReadOnlyList<EventLoop> Loops => _loops;

    /// <summary>How many loops these options ask for.</summary>
    public static int CountOf(TransportOptions options) => options.Threads ?? Environment.ProcessorCount;

    /// <summary>Starts every loop, or none.</summary>
    /// <exception cref="ProxyStartException">The system allows no further thread; nothing is left open.</exception>
    public void Start()
    {
        var started = 0;
        try
        {
            for (; started < _loops.Length; started++)
            {
                _loops[started].Start();
            }
        }
        catch (Exception exception)
        {
            EndAll(started);
            throw CannotStart(_loops.Length, "the system allows no further thread (container or user limit of processes), or has no memory for it", exception);
        }
    }

    /// <summary>Ends every loop and waits for their threads.</summary>
    public Task StopAsync()
    {
        foreach (var loop in _loops)
        {
            loop.Stop();
        }

        return Task.WhenAll(_loops.Select(loop => loop.Ended));
    }

    /// <summary>The loop with the fewest client connections; the preferred one where several have as few.</summary>
    public EventLoop LeastLoaded(EventLoop? preferred)
    {
        var best = preferred ?? _loops[0];
        var fewest = best.ConnectionCount;
        foreach (var loop in _loops)
        {
            if (loop.ConnectionCount < fewest)
            {
                (best, fewest) = (loop, loop.ConnectionCount);
            }
        }

        return best;
    }

    private static EventLoop[] Make(int count, Func<int, EventLoop> make)
    {
        var loops = new EventLoop[count];
        var made = 0;
        try
        {
            for (; made < count; made++)
            {
                loops[made] = make(made);
            }
        }
        catch (Exception exception)
        {
            foreach (var loop in loops.AsSpan(0, made))
            {
                loop.Abandon();
            }

            throw CannotStart(count, exception.Message, exception);
        }

        return loops;
    }

    private static ProxyStartException CannotStart(int count, string reason, Exception exception) =>
        new($"cannot start {count} event loops: {reason}", exception);

    // Loops that never started run nothing that is posted to them: nobody may wait for those.
    private void EndAll(int started)
    {
        foreach (var loop in _loops.AsSpan(started))
        {
            loop.Abandon();
        }

        foreach (var loop in _loops.AsSpan(0, started))
        {
            loop.Stop();
        }

        Task.WaitAll(_loops.Select(loop => loop.Ended));
    }
}
