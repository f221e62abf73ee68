using System.Diagnostics;
using NUnit.Framework;
using Proxy.Benchmarks.Compare.Servers;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Origins;
using Proxy.Benchmarks.Resilience.Wire;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Benchmarks.Resilience;

/// <summary>Load generator and origin against each other, without a proxy between.</summary>
internal sealed class OpenLoadTests
{
    private const int Rate = 400, Requests = 400;
    private string _directory = "";
    private Ledger _ledger = null!;
    private OriginServer _server = null!;
    private Thread _thread = null!;
    private int _port;

    [SetUp]
    public void Start()
    {
        _directory = Directory.CreateTempSubdirectory("load-").FullName;
        _ledger = Ledger.Create(Path.Combine(_directory, "ledger"), Requests);
        _port = FreePorts.Take(1)[0];
        _server = new OriginServer(_port, _ledger);
        _thread = new Thread(_server.Run);
        _thread.Start();
    }

    [TearDown]
    public void Stop()
    {
        _ledger.MustBeDeaf = false;
        _server.Stop();
        _thread.Join();
        _server.Dispose();
        _ledger.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public async Task Every_request_comes_once_and_is_answered()
    {
        var clock = Stopwatch.StartNew();
        var record = await RunAsync();
        Assert.That(record.Numbers.Select(record.Outcome), Is.All.EqualTo(Outcome.Ok));
        Assert.That(record.Numbers.Select(_ledger.Deliveries), Is.All.EqualTo(1));
        Assert.That(clock.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds((Requests - 1.0) / Rate)), "no faster than the rate");
    }

    [Test]
    public async Task An_origin_that_stands_still_does_not_hide_who_would_have_waited()
    {
        // Half a second of silence: a fifth of a second's requests and more are meant for it, and all of them have to show it.
        var running = RunAsync();
        await Patience.UntilAsync(() => _ledger.Deliveries(100) > 0, "the load is under way");
        _ledger.MustBeDeaf = true;
        await Patience.UntilAsync(() => _ledger.IsDeaf, "the origin is deaf");
        await Task.Delay(500);
        _ledger.MustBeDeaf = false;
        var record = await running;
        Assert.That(record.Numbers.Select(record.Outcome), Is.All.EqualTo(Outcome.Ok));
        Assert.That(record.Numbers.Count(number => record.LatencyMicroseconds(number) > 100_000), Is.GreaterThan(Rate * 3 / 10));
    }

    [Test]
    public async Task A_slow_origin_is_as_slow_as_it_was_told()
    {
        _ledger.ServiceMicroseconds = 30_000;
        var record = await RunAsync();
        var shortOnes = record.Numbers.Where(number => !Traffic.IsLong(number)).ToArray();
        Assert.That(shortOnes.Min(record.LatencyMicroseconds), Is.GreaterThanOrEqualTo(30_000));
        Assert.That(record.Numbers.Where(Traffic.IsLong).Min(record.LatencyMicroseconds), Is.GreaterThanOrEqualTo(330_000));
    }

    [Test]
    public async Task Half_of_the_requests_fail_where_half_shall()
    {
        _ledger.FailPercent = 50;
        var record = await RunAsync();
        Assert.That(record.Numbers.Count(number => record.Outcome(number) == Outcome.NoResponse), Is.InRange(Requests / 3, Requests * 2 / 3));
        Assert.That(record.Numbers.Select(_ledger.Deliveries), Is.All.EqualTo(1), "the client tries nothing twice");
        Assert.That(record.Numbers.Where(number => record.Outcome(number) == Outcome.NoResponse).Count(_ledger.HasBegun), Is.Zero);
    }

    [Test]
    public async Task Patience_ends_where_nothing_comes()
    {
        _ledger.ServiceMicroseconds = 60_000_000;
        var record = await RunAsync(TimeSpan.FromMilliseconds(200));
        Assert.That(record.Numbers.Select(record.Outcome), Is.All.EqualTo(Outcome.TimedOut));
        Assert.That(Percentile.Of(record.Numbers.Select(record.LatencyMicroseconds), 0.01), Is.GreaterThanOrEqualTo(200_000));
    }

    [Test]
    public async Task Few_workers_serve_what_they_can_and_the_line_grows()
    {
        _ledger.Workers = 2;
        _ledger.ServiceMicroseconds = 10_000;
        var clock = Stopwatch.StartNew();
        var record = await RunAsync(TimeSpan.FromSeconds(20));
        Assert.That(record.Numbers.Select(record.Outcome), Is.All.EqualTo(Outcome.Ok));
        Assert.That(clock.Elapsed, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1.99)), "two workers take two seconds for 400 requests of 10 ms");
        Assert.That(_ledger.DeepestQueue, Is.GreaterThan(100));
    }

    private Task<LoadRecord> RunAsync(TimeSpan? patience = null)
    {
        var load = new OpenLoad(new LoadSettings(_port, Rate, Requests, Core: null) { Patience = patience ?? Patience.Time });
        _ledger.StartedAt = load.Record.Pacer.StartedAt;
        return load.RunAsync(CancellationToken.None).ContinueWith(
            finished =>
            {
                load.Dispose();
                return finished.Result;
            },
            TaskScheduler.Default);
    }
}
