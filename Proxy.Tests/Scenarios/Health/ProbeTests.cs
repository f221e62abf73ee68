using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health.Probing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>Endpoints that go down and come up.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProbeTests(TransportKind kind) : ProbeScenario(kind)
{
    [TestCase("HTTP/1.1 503 Sorry\r\nContent-Length: 0\r\n\r\n", "status 503, expected 2xx")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsick", "body lacks \"ok\"")]
    [TestCase("\0\0\0\0", "the answer is invalid: The protocol version is missing or malformed")]
    [TestCase("", "the connection was closed without an answer")]
    [TestCase(null, "no answer in 2s")]
    public async Task Origin_that_turns_bad_is_out_and_comes_back(string? answer, string reason)
    {
        using var moody = new ProbedOrigin("moody");
        using var steady = new ProbedOrigin("steady");
        await using var proxy = await StartAsync(Probed(Check with { BodyContains = "ok" }, moody.Address, steady.Address));
        await ProbeFirstAsync(proxy);
        await ProbeAsync(proxy);
        moody.Answer = answer;
        for (var failed = 1; failed <= 3; failed++)
        {
            Assert.That((GroupOf(proxy).Set.Count, Told.Count()), Is.EqualTo((2, 0)), $"before failure {failed}");
            await FailAsync(proxy, moody);
        }

        await UntilServingAsync(proxy, 1);
        Assert.That(await NamesAsync(proxy, 4), Is.All.EqualTo("steady"));
        await FailAsync(proxy, moody);
        moody.Answer = ProbedOrigin.Well;
        await ProbeAsync(proxy);
        await proxy.SettleAsync();
        Assert.That((GroupOf(proxy).Set.Count, EndpointOf(proxy).Probes.Good), Is.EqualTo((1, 1)), "one good probe is not enough");
        await ProbeAsync(proxy);
        await UntilServingAsync(proxy, 2);
        Assert.That(await NamesAsync(proxy, 4), Is.EqualTo(new[] { "moody", "steady", "moody", "steady" }).Or.EqualTo(new[] { "steady", "moody", "steady", "moody" }));
        await Patience.UntilAsync(() => Told.Count() == 2, "both are told");
        Assert.That(Log.Lines.Where(line => line.Level > LogLevel.Debug), Is.EqualTo(new[]
        {
            (LogLevel.Warning, $"endpoint {moody.Address} of upstream \"default\" is down: {reason}"),
            (LogLevel.Information, $"endpoint {moody.Address} of upstream \"default\" is up again"),
        }));
        Assert.That((proxy.Statistics.ProbesSent, proxy.Statistics.ProbesFailed), Is.EqualTo((16, 4)));
        Assert.That(proxy.Statistics.UpstreamConnects, Is.EqualTo(2), "of clients only");
    }

    [Test]
    public async Task Origin_that_refuses_is_out_until_it_listens([Values] HealthCheckKind way)
    {
        // Bound and not listening, it refuses; nobody else gets the port meanwhile.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var check = new HealthCheckOptions { Kind = way, Jitter = default, UnhealthyAfter = 2, HealthyAfter = 1 };
        await using var proxy = await StartAsync(Probed(check, $"{socket.LocalEndPoint}"));
        await ProbeFirstAsync(proxy);
        Assert.That(StateOf(proxy), Is.EqualTo(ProbeState.Up));
        await ProbeAsync(proxy);
        await UntilServingAsync(proxy, 0);
        await Patience.UntilAsync(() => Told.Any(), "it is told");
        Assert.That(Told, Is.EqualTo(new[] { $"endpoint {socket.LocalEndPoint} of upstream \"default\" is down: connection refused" }));
        socket.Listen();
        var serving = way == HealthCheckKind.Http ? ServeOneAsync(socket) : Task.CompletedTask;
        await ProbeAsync(proxy);
        await UntilServingAsync(proxy, 1);
        await serving;
    }

    [Test]
    public async Task Connection_that_nobody_takes_is_given_up_in_time()
    {
        using var full = new FullListener();
        await using var proxy = await StartAsync(Probed(Check with { UnhealthyAfter = 1 }, full.Address));
        await BeginAsync(proxy);
        await proxy.UntilAsync(now => now.ProbesSent == 1, "the probe began");
        await ProbeAsync(proxy, Check.Timeout);
        await UntilServingAsync(proxy, 0);
        Assert.That(EndpointOf(proxy).Probes.Last?.Reason, Is.EqualTo("no connection in 2s"));
    }

    [Test]
    public async Task Slow_body_is_given_up_in_the_time_of_the_whole()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await StartAsync(Probed(Check, origin.Address));
        await BeginAsync(proxy);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the probe came");
        await ProbeAsync(proxy, Check.Timeout);
        Assert.That(EndpointOf(proxy).Probes.Last, Is.EqualTo(ProbeResult.Bad("the body did not end in 2s")).Or.EqualTo(ProbeResult.Bad("no answer in 2s")));
        await Patience.UntilAsync(() => origin.Ended == 1, "the connection is closed");
        Assert.That(origin.Accepted, Is.EqualTo(1), "never two at a time");
    }

    [Test]
    public async Task New_endpoint_waits_for_its_first_good_probe_where_that_is_asked_for()
    {
        using var origin = new ProbedOrigin("a") { Answer = "HTTP/1.1 503 Sorry\r\nContent-Length: 0\r\n\r\n" };
        await using var proxy = await StartAsync(Probed(Check with { Initial = InitialHealth.ProbeFirst }, origin.Address));
        var client = await proxy.ConnectAsync();
        Assert.That((StateOf(proxy), ShownState(proxy)), Is.EqualTo((ProbeState.Pending, EndpointState.Pending)));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(503));
        await ProbeFirstAsync(proxy);
        Assert.That(StateOf(proxy), Is.EqualTo(ProbeState.Pending));
        origin.Answer = ProbedOrigin.Well;
        await ProbeAsync(proxy);
        await UntilServingAsync(proxy, 1);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("a"));
        Assert.That(ShownState(proxy), Is.EqualTo(EndpointState.Serving));
        await Patience.UntilAsync(() => Told.Any(), "it is told");
        Assert.That(Told, Is.EqualTo(new[] { $"endpoint {origin.Address} of upstream \"default\" is up" }));
    }

    [Test]
    public async Task New_endpoint_that_does_not_come_up_is_told_once()
    {
        await using var proxy = await StartAsync(Probed(Check with { Initial = InitialHealth.ProbeFirst }, ScriptedOrigin.Refusing()));
        await ProbeFirstAsync(proxy);
        for (var i = 0; i < 4; i++)
        {
            await ProbeAsync(proxy);
        }

        Assert.That((StateOf(proxy), ShownState(proxy)), Is.EqualTo((ProbeState.Down, EndpointState.Down)));
        await Patience.UntilAsync(() => Told.Any(), "it is told");
        Assert.That(Told.Single(), Does.EndWith("is down: connection refused"));
    }

    // One that does not answer has to be given its time.
    private static async Task FailAsync(ProxyFixture proxy, ProbedOrigin origin)
    {
        if (origin.Answer is not null)
        {
            await ProbeAsync(proxy);
            return;
        }

        var (seen, moody, steady) = (origin.Probes, EndpointOf(proxy).Probes, EndpointOf(proxy, 1).Probes);
        await proxy.SettleAsync();
        await proxy.AdvanceAsync(Check.Interval + Step);
        await Patience.UntilAsync(() => origin.Probes == seen + 1 && EndpointOf(proxy, 1).Probes != steady, "the probe came, and the other was answered");
        await proxy.AdvanceAsync(Check.Timeout + Step);
        await Patience.UntilAsync(() => EndpointOf(proxy).Probes.Bad == moody.Bad + 1, "the probe failed");
    }

    private static async Task<string[]> NamesAsync(ProxyFixture proxy, int requests)
    {
        var client = await proxy.ConnectAsync();
        var names = new string[requests];
        for (var i = 0; i < requests; i++)
        {
            names[i] = (await client.GetAsync()).Text;
        }

        return names;
    }

    private static async Task ServeOneAsync(Socket listener)
    {
        using var connection = new Wire(await listener.AcceptAsync().WaitAsync(Patience.Time));
        await connection.ReadRequestAsync();
        await connection.SendAsync(ProbedOrigin.Well);
    }
}
