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
        _loops = new EventLoop[options.Threads ?? Environment.ProcessorCount];
        for (var i = 0; i < _loops.Length; i++)
        {
            _loops[i] = managed ? new ManagedLoop(i, clock, logger) : new EpollLoop(i, clock, logger);
        }
    }

    public IReadOnlyList<EventLoop> Loops => _loops;

    public void Start()
    {
        foreach (var loop in _loops)
        {
            loop.Start();
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
}
