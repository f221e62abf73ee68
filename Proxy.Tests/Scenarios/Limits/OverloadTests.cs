using System.Diagnostics;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Limits;

/// <summary>An origin that is offered three times what it can do, behind a limit that finds out by itself what that is.</summary>
[TestFixture(TransportKind.Epoll, 1)]
[TestFixture(TransportKind.Epoll, 4)]
[TestFixture(TransportKind.Managed, 1)]
[TestFixture(TransportKind.Managed, 4)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class OverloadTests(TransportKind kind, int loops) : Scenario(kind)
{
    private const int Workers = 4;
    private static readonly TimeSpan Service = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _workers = new(Workers);
    private readonly List<double> _refusals = [];
    private int _answered;
    private volatile bool _isOver;

    [Test]
    public async Task Overloaded_origin_does_as_much_as_it_can_and_the_rest_is_refused_at_once()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await _workers.WaitAsync();
                await Task.Delay(Service);
                _workers.Release();
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        var options = WithUpstream(Options(origin.Address), upstream => upstream with { AdaptiveConcurrency = new() { InitialLimit = 100 } });
        await using var proxy = await ProxyFixture.StartAsync(options with { Transport = new() { Threads = loops, Kind = Kind } });
        var peak = await MeasureAsync(proxy, Workers);
        _refusals.Clear();
        var clients = (await ConnectAsync(proxy, 10 * Workers)).Select(RunAsync).ToArray();
        await Patience.UntilAsync(() => LimitOf(proxy) <= 3 * Workers, "the limit is found");
        var goodput = await CountAsync();
        _isOver = true;
        await Task.WhenAll(clients);
        _refusals.Sort();
        Assert.Multiple(() =>
        {
            Assert.That(goodput, Is.GreaterThan(0.9 * peak), "of what it does at its best");
            Assert.That(_refusals, Is.Not.Empty);
            Assert.That(_refusals[_refusals.Count / 2], Is.LessThan(50), "ms until a request is refused");
            Assert.That(proxy.Statistics.Errors.Keys, Is.EqualTo(new[] { ProxyError.UpstreamOverloaded }));
        });
    }

    private static int LimitOf(ProxyFixture proxy) => proxy.Server.Upstreams.GetStatus()[0].ConcurrencyLimit!.Value;

    // So many clients, each of which asks again as soon as it has its answer.
    private async Task<int> MeasureAsync(ProxyFixture proxy, int clients)
    {
        var running = (await ConnectAsync(proxy, clients)).Select(RunAsync).ToArray();
        var peak = await CountAsync();
        _isOver = true;
        await Task.WhenAll(running);
        _isOver = false;
        return peak;
    }

    private async Task<int> CountAsync()
    {
        var before = Volatile.Read(ref _answered);
        await Task.Delay(Span);
        return Volatile.Read(ref _answered) - before;
    }

    // One that is refused comes again a little later, so that three times as much is asked for as there is.
    private async Task RunAsync(RawClient client)
    {
        while (!_isOver)
        {
            var began = Stopwatch.GetTimestamp();
            if ((await client.GetAsync()).Status == 200)
            {
                Interlocked.Increment(ref _answered);
                continue;
            }

            lock (_refusals)
            {
                _refusals.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            await Task.Delay(2 * Service);
        }
    }

    private static async Task<RawClient[]> ConnectAsync(ProxyFixture proxy, int count)
    {
        var clients = new RawClient[count];
        for (var i = 0; i < count; i++)
        {
            clients[i] = await proxy.ConnectAsync();
        }

        return clients;
    }
}
