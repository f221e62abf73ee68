using System.Net;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Observability;
using Proxy.Core.Pipeline;

namespace Proxy.Tests.Kit;

/// <summary>A running proxy with one listener. At its end nothing may be left: no connection, no buffer, no fault nobody expected.</summary>
internal sealed class ProxyFixture : IAsyncDisposable
{
    private readonly List<RawClient> _clients = [];
    private readonly List<PipeClient> _pipes = [];

    private ProxyFixture(ProxyServer server, ManualClock? clock) => (Server, Clock) = (server, clock);

    public ProxyServer Server { get; }

    public ManualClock? Clock { get; }

    /// <summary>Faults the test provokes on purpose.</summary>
    public long ExpectedFaults { get; set; }

    public ProxyStatistics Statistics => Server.GetStatistics();

    public EndPoint Address => Server.Addresses.Values.First();

    /// <summary>Starts a proxy on one loop; what is changed last wins.</summary>
    public static async Task<ProxyFixture> StartAsync(
        ProxyOptions options, ManualClock? clock = null, ProxyHooks? hooks = null, ILoggerFactory? log = null, AccessLogSink? accessLog = null)
    {
        var builder = ProxyServer.CreateBuilder().Configure(options);
        builder = clock is null ? builder : builder.UseTimeProvider(clock);
        builder = hooks is null ? builder : builder.UseHooks(hooks);
        builder = log is null ? builder : builder.UseLoggerFactory(log);
        builder = accessLog is null ? builder : builder.UseAccessLog(accessLog);
        var server = builder.Build();
        await server.StartAsync();
        return new ProxyFixture(server, clock);
    }

    public static string ListenAddress(AddressKind kind) => kind switch
    {
        AddressKind.IPv4 => "127.0.0.1:0",
        AddressKind.IPv6 => "[::1]:0",
        _ => $"unix:{ScriptedOrigin.UnixPath()}",
    };

    public async Task<RawClient> ConnectAsync(int? receiveBuffer = null)
    {
        var client = await RawClient.ConnectAsync(Address, receiveBuffer);
        _clients.Add(client);
        return client;
    }

    /// <summary>A connection in memory, served by the proxy.</summary>
    public PipeClient OpenPipe(ConnectionInfo? info = null, int minimumSegment = -1, CancellationToken cancellation = default)
    {
        var pipe = new PipeClient(Server, info, minimumSegment, cancellation);
        _pipes.Add(pipe);
        return pipe;
    }

    /// <summary>Lets every loop see what was sent to it before.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            foreach (var worker in Server.Workers)
            {
                await worker.Loop.RunAsync(static () => { });
            }
        }
    }

    /// <summary>Turns the clock on, and lets every timer fire that is due then.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        Clock!.Advance(time);
        foreach (var worker in Server.Workers)
        {
            worker.Loop.Nudge();
        }

        await SettleAsync();
    }

    /// <summary>Turns the clock on step by step until something has happened; how much time that took by the clock.</summary>
    public async Task<TimeSpan> AdvanceUntilAsync(Task happened, TimeSpan step, int maxSteps = 500)
    {
        var steps = 0;
        var seen = CountEnds();
        while (!happened.IsCompleted && steps < maxSteps)
        {
            await SettleAsync();

            // Where the proxy has just ended something, the test is about to see it, however busy the machine is.
            var (before, now) = (seen, CountEnds());
            seen = now;
            await Task.WhenAny(happened, Task.Delay(now == before ? 2 : 250));
            if (!happened.IsCompleted)
            {
                await AdvanceAsync(step);
                steps++;
            }
        }

        await happened.WaitAsync(Patience.Time);
        return steps * step;
    }

    /// <summary>Grows with everything that fails or ends.</summary>
    public long CountEnds() => Statistics.Errors.Values.Sum() - Statistics.OpenConnections;

    public Task UntilAsync(Func<ProxyStatistics, bool> condition, string what) => Patience.UntilAsync(() => condition(Statistics), what);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Reset();
        }

        foreach (var pipe in _pipes)
        {
            pipe.End();
            await pipe.Input.CompleteAsync();
        }

        if (Server.Workers.Any(worker => !worker.Loop.Ended.IsCompleted))
        {
            await UntilAsync(now => now.OpenConnections == 0, "client connections end");
            await UntilAsync(now => now.BuffersInUse == 0, "buffers are given back");
        }

        await Server.StopAsync(new CancellationToken(canceled: true));
        var left = Statistics;
        Assert.Multiple(() =>
        {
            Assert.That(left.OpenConnections, Is.Zero, "client connections left");
            Assert.That(left.BuffersInUse, Is.Zero, "buffers left");
            Assert.That(left.UpstreamOpen, Is.Zero, "connections to origins left");
            Assert.That(Server.Upstreams.GetStatus().Sum(each => each.Endpoints.Sum(endpoint => endpoint.InFlight)), Is.Zero, "tries left on endpoints");
            Assert.That(left.Faults, Is.EqualTo(ExpectedFaults), "faults");
        });
    }
}
