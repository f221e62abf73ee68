using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>What scenarios of health share: a proxy before moody origins, a clock, and clients that ask one after the other.</summary>
public abstract class HealthScenario(TransportKind kind) : Scenario(kind)
{
    private readonly List<MoodyOrigin> _origins = [];

    private protected RecordingLog Log { get; } = new();

    /// <summary>The origins a, b, c and so on.</summary>
    private protected IReadOnlyList<MoodyOrigin> Origins => _origins;

    [TearDown]
    public void EndOrigins() => _origins.ForEach(origin => origin.Dispose());

    private protected async Task<ProxyFixture> StartAsync(int origins, Func<UpstreamOptions, UpstreamOptions>? change = null)
    {
        _origins.AddRange(Enumerable.Range(0, origins).Select(i => new MoodyOrigin($"{(char)('a' + i)}")));
        var options = Options([.. _origins.Select(origin => origin.Address)]);
        return await ProxyFixture.StartAsync(WithUpstream(options, change ?? (upstream => upstream)), new ManualClock(), log: Log);
    }

    /// <summary>Sends GETs one after the other; who answered how many of them, by name or status.</summary>
    private protected static async Task<Dictionary<string, int>> AskAsync(ProxyFixture proxy, int times)
    {
        var client = await proxy.ConnectAsync();
        var answers = new Dictionary<string, int>();
        for (var i = 0; i < times; i++)
        {
            var response = await client.GetAsync();
            var who = response.Status == 200 ? response.Text : $"{response.Status}";
            answers[who] = answers.GetValueOrDefault(who) + 1;
        }

        return answers;
    }

    /// <summary>Asks until so many ejections are counted in all.</summary>
    private protected static async Task<Dictionary<string, int>> AskUntilEjectedAsync(ProxyFixture proxy, int ejections)
    {
        var all = new Dictionary<string, int>();
        for (var i = 0; proxy.Statistics.EndpointEjections < ejections && i < 300; i++)
        {
            foreach (var (who, count) in await AskAsync(proxy, 1))
            {
                all[who] = all.GetValueOrDefault(who) + count;
            }
        }

        await proxy.UntilAsync(now => now.EndpointEjections >= ejections, "it is ejected");
        await Patience.UntilAsync(() => GroupOf(proxy).Members.All(member => !member.Endpoint.Health.IsHandedOver), "the set is without it");
        return all;
    }

    /// <summary>Sends a GET on a connection of its own, and does not wait for the response.</summary>
    private protected static async Task<RawClient> SendAsync(ProxyFixture proxy)
    {
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        return client;
    }

    /// <summary>Waits until so many requests in all have reached origins.</summary>
    private protected Task UntilAskedAsync(int requests) => Patience.UntilAsync(() => _origins.Sum(origin => origin.Asked) == requests, "they are asked");

    /// <summary>Waits until an origin owes no answer, as the proxy sees it.</summary>
    private protected static Task UntilAnsweredAsync(ProxyFixture proxy, int origin) =>
        Patience.UntilAsync(() => GroupOf(proxy).Members[origin].Endpoint.SumTries().Waiting == 0, "it has answered");

    private protected static Task UntilWatchedAsync(ProxyFixture proxy) => Patience.UntilAsync(() => proxy.Clock!.Timers == 1, "they are watched");

    private protected static EndpointGroup GroupOf(ProxyFixture proxy) => proxy.Server.Workers[0].Snapshot.Upstreams[0].Group;

    private protected static Standing StandingOf(ProxyFixture proxy, int origin) => GroupOf(proxy).Describe()[origin].Standing;
}
