using System.Diagnostics;
using Proxy.Tests.Soak.Clients;
using Proxy.Tests.Soak.Origins;

namespace Proxy.Tests.Soak;

/// <summary>Clients, a proxy and origins for a while; then all of it ends, and nothing may be left.</summary>
internal sealed class SoakRun
{
    private const int Clients = 96;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OutageInterval = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan OutageLength = TimeSpan.FromMilliseconds(250);

    private readonly SoakSettings _settings;
    private readonly PlanBook _plans = new();
    private readonly Outages _outages = new();
    private readonly Stopwatch _watch = new();

    public SoakRun(SoakSettings settings) => _settings = settings;

    public SoakTally Tally { get; } = new();

    /// <param name="start">Starts the proxy in front of these origins.</param>
    /// <param name="report">Takes a line every ten seconds, and one at the end.</param>
    public async Task RunAsync(Func<string[], Task<ISoakTarget>> start, Action<string> report)
    {
        using var ended = new CancellationTokenSource();
        var actor = new OriginActor(_plans, Tally);
        using var first = new SoakOrigin(actor, ended.Token);
        using var second = new SoakOrigin(actor, ended.Token);
        using var dead = new SoakOrigin(actor, ended.Token);
        SoakOrigin[] alive = [first, second];
        Array.ForEach(alive, origin => origin.Listen());

        await using var target = await start([first.Address, dead.Address, second.Address]);
        await target.BeginAsync();
        _watch.Start();
        using (var over = new CancellationTokenSource(_settings.Length))
        {
            var outages = CauseOutagesAsync(alive, over.Token);
            var watching = WatchAsync(target, report, over.Token);
            var clients = Enumerable.Range(1, Clients).Select(worker => NewClient(target, worker).RunAsync(over.Token)).ToArray();
            await Task.WhenAll(clients);
            await over.CancelAsync();
            await Task.WhenAll(outages, watching);
        }

        await target.EndAsync(Tally);
        target.Sample(progress: 1);
        await Task.WhenAll(alive.Select(origin => origin.ExpectEmptyAsync()));
        await ended.CancelAsync();
        report($"in all: {Summarize(target)}");
    }

    private SoakClient NewClient(ISoakTarget target, int worker) =>
        new(target.EndPoint, new PlanMaker(_settings.Seed, worker), _plans, Tally, _outages);

    private async Task CauseOutagesAsync(SoakOrigin[] origins, CancellationToken over)
    {
        while (await SleepAsync(OutageInterval, over))
        {
            Tally.Count(SoakTally.Origin, "Outage");
            await _outages.HoldAsync(origins, OutageLength, CancellationToken.None);
        }
    }

    private async Task WatchAsync(ISoakTarget target, Action<string> report, CancellationToken over)
    {
        const int samplesALine = 10;
        for (var samples = 1; await SleepAsync(SampleInterval, over); samples++)
        {
            target.Sample(_watch.Elapsed / _settings.Length);
            if (samples % samplesALine == 0)
            {
                report(Describe(target));
            }
        }
    }

    private string Describe(ISoakTarget target) =>
        $"{_watch.Elapsed.TotalSeconds:F0} s: {Tally.Requests} requests, {Tally.Whole} whole ({Tally.Bytes / (1024 * 1024)} MiB), longest {Tally.Longest.TotalSeconds:F1} s, "
        + $"{Tally.Failures.Count} wrong; {target.Describe()}; origins: {Tally.Describe(SoakTally.Origin)}";

    private string Summarize(ISoakTarget target) =>
        $"{Describe(target)}; clients: {Tally.Describe(SoakTally.Client)}; outcomes: {Tally.Describe(SoakTally.Outcome)}";

    private static async Task<bool> SleepAsync(TimeSpan time, CancellationToken over)
    {
        try
        {
            await Task.Delay(time, over);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
