using System.IO.Pipelines;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Tests.Core.Transport;

namespace Proxy.Tests.Core;

[TestFixture]
public sealed class ProxyServerTests
{
    private static readonly ProxyOptions Options = new()
    {
        Listeners = [new ListenerOptions { Address = "127.0.0.1:0" }],
        Routes = [new RouteOptions { Upstream = "origin" }],
        Upstreams = [new UpstreamOptions { Name = "origin", Endpoints = [new EndpointOptions { Address = "127.0.0.1:9" }] }],
        Transport = new TransportOptions { Threads = 2 },
    };

    [Test]
    public async Task A_stop_while_it_starts_leaves_nothing_running()
    {
        using var clock = new HeldClock();
        var server = ProxyServer.CreateBuilder().Configure(Options).UseTimeProvider(clock).Build();
        var starting = Task.Run(() => server.StartAsync());
        Assert.That(clock.Asked.Wait(LoopHost.Patience));
        var stopping = server.StopAsync();
        Assert.That(stopping.IsCompleted, Is.False);
        clock.Release.Set();
        Assert.That(await stopping.WaitAsync(LoopHost.Patience), Is.Zero);
        Assert.That(async () => await starting.WaitAsync(LoopHost.Patience), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(server.Workers.Select(worker => worker.Loop.Ended.IsCompleted), Is.EqualTo(new[] { true, true }));
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_connection_that_comes_behind_the_drain_or_the_end_of_its_loop_is_completed([Values] bool loopEnded)
    {
        var server = ProxyServer.CreateBuilder().Configure(Options).Build();
        await server.StartAsync();
        foreach (var worker in server.Workers)
        {
            await worker.Loop.RunAsync(() => worker.Drain()).WaitAsync(LoopHost.Patience);
            if (loopEnded)
            {
                worker.Loop.Stop();
                await worker.Loop.Ended.WaitAsync(LoopHost.Patience);
            }
        }

        var (toProxy, fromProxy) = (new Pipe(), new Pipe());
        await server.ServeAsync(new Duplex(toProxy.Reader, fromProxy.Writer), new ConnectionInfo()).WaitAsync(LoopHost.Patience);
        Assert.That((await toProxy.Writer.FlushAsync()).IsCompleted);
        Assert.That(async () => await fromProxy.Reader.ReadAsync().AsTask().WaitAsync(LoopHost.Patience), Throws.InstanceOf<IOException>());
        if (!loopEnded)
        {
            Assert.That(server.Workers.Sum(worker => worker.Loop.ConnectionCount), Is.Zero);
            await server.DisposeAsync();
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>A clock that keeps whoever asks it first, which is the start, until it is released.</summary>
    private sealed class HeldClock : TimeProvider, IDisposable
    {
        public ManualResetEventSlim Asked { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public override long GetTimestamp()
        {
            Asked.Set();
            Release.Wait(LoopHost.Patience);
            return base.GetTimestamp();
        }

        public void Dispose()
        {
            Asked.Dispose();
            Release.Dispose();
        }
    }
}
