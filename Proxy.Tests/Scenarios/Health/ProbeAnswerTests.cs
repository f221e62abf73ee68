using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Health.Probing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>What a probe makes of an answer.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProbeAnswerTests(TransportKind kind) : ProbeScenario(kind)
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

    [TestCase($"{Ok}Content-Length: 2\r\n\r\nok", "")]
    [TestCase($"{Ok}Content-Length: 0\r\n\r\n", "")]
    [TestCase($"{Ok}\r\nup to the end", "")]
    [TestCase($"{Ok}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\nA: b\r\n\r\n", "")]
    [TestCase("HTTP/1.0 204 No Content\r\n\r\n", "")]
    [TestCase($"{Early}{Early}{Ok}\r\n", "")]
    [TestCase("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nsick", "status 503, expected 2xx")]
    [TestCase("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", "status 302, expected 2xx")]
    [TestCase("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "status 101, expected 2xx")]
    [TestCase("SSH-2.0-OpenSSH_9.6\r\n", "the answer is invalid: The protocol version is missing or malformed")]
    [TestCase("HTTP/1.1 200 OK\nContent-Length: 0\n\n", "the answer is invalid: A line ends in LF without CR")]
    [TestCase($"{Ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nok", "the answer is invalid: There is more than one Content-Length")]
    [TestCase("", "the connection was closed without an answer")]
    [TestCase($"{Ok}Content-", "the connection was closed inside the head of the answer")]
    [TestCase($"{Ok}Content-Length: 3\r\n\r\nok", "the connection was closed inside the body of the answer")]
    [TestCase($"{Ok}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n", "the connection was closed inside the body of the answer")]
    [TestCase($"{Ok}Transfer-Encoding: chunked\r\n\r\nx\r\n", "the body of the answer breaks its framing")]
    public Task Answer_is_judged(string answer, string reason) => JudgeAsync(Check, answer, reason);

    [TestCase($"{Ok}Content-Length: 13\r\n\r\nstatus: ready", "")]
    [TestCase($"{Ok}Transfer-Encoding: chunked\r\n\r\n3\r\nrea\r\n2\r\ndy\r\n0\r\n\r\n", "")]
    [TestCase($"{Ok}Content-Length: 5\r\n\r\nREADY", "body lacks \"ready\"")]
    [TestCase("HTTP/1.1 204 No Content\r\n\r\n", "body lacks \"ready\"")]
    public Task Body_is_looked_into(string answer, string reason) => JudgeAsync(Check with { BodyContains = "ready" }, answer, reason);

    [TestCase(0, "")]
    [TestCase((64 * 1024) - 5, "")]
    [TestCase((64 * 1024) - 4, "body lacks \"ready\" in its first 64 KiB")]
    public Task Body_is_looked_into_up_to_a_bound(int at, string reason) =>
        JudgeAsync(Check with { BodyContains = "ready" }, $"{Ok}\r\n{new string('x', at)}ready{new string('x', 100_000)}", reason);

    [Test]
    public Task Large_body_is_not_waited_for() => JudgeAsync(Check, $"{Ok}Content-Length: 10000000\r\n\r\n{new string('x', 70_000)}", "");

    [Test]
    public async Task Interim_answers_have_an_end() =>
        await JudgeAsync(Check, string.Concat(Enumerable.Repeat(Early, 100)), "interim answers without end");

    [Test]
    public async Task Status_may_be_any_that_is_named()
    {
        var check = Check with { Expect = [new(401, 401), new(300, 399)] };
        await JudgeAsync(check, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "");
        await JudgeAsync(check, "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "");
        await JudgeAsync(check, ProbedOrigin.Well, "status 200, expected 401, 3xx");
    }

    [Test]
    public async Task Response_to_a_head_has_no_body_whatever_it_says() =>
        await JudgeAsync(Check with { Method = "HEAD" }, $"{Ok}Content-Length: 100\r\n\r\n", "");

    [Test]
    public async Task Connection_is_all_a_probe_by_tcp_wants()
    {
        using var origin = ScriptedOrigin.Start(async connection => await connection.ReadToEndAsync());
        await using var proxy = await StartAsync(Probed(new HealthCheckOptions { Kind = HealthCheckKind.Tcp, Jitter = default }, origin.Address));
        await ProbeFirstAsync(proxy);
        await ProbeAsync(proxy);
        Assert.That(EndpointOf(proxy).Probes.Good, Is.EqualTo(2));
        await Patience.UntilAsync(() => origin.Ended == 2, "the connections are closed");
        Assert.That(origin.Failures, Is.Empty, "in order");
    }

    [Test]
    public async Task Request_is_asked_for_by_the_name_it_was_given()
    {
        using var origin = new ProbedOrigin("a", AddressKind.Unix);
        await using var proxy = await StartAsync(Probed(Check with { Host = "x.example", Path = $"{ProbedOrigin.Path}?deep" }, origin.Address));
        await ProbeFirstAsync(proxy);
        var request = origin.Origin.Requests.Single();
        Assert.That((request.StartLine, request.Field("Host"), request.Field("Connection")), Is.EqualTo(("GET /healthz?deep HTTP/1.1", "x.example", "close")));
        Assert.That(origin.Origin.Failures, Is.Empty);
    }

    [Test]
    public async Task Another_address_may_answer_for_all()
    {
        using var origin = new ProbedOrigin("a");
        using var other = new ProbedOrigin("b") { Answer = "HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\n\r\n" };
        await using var proxy = await StartAsync(Probed(Check with { Address = origin.Address["http://".Length..] }, other.Address, ScriptedOrigin.Refusing()));
        await ProbeFirstAsync(proxy);
        Assert.That((origin.Probes, other.Probes, proxy.Statistics.ProbesFailed), Is.EqualTo((2, 0, 0)));
    }

    private async Task JudgeAsync(HealthCheckOptions check, string answer, string reason)
    {
        using var origin = new ProbedOrigin("a") { Answer = answer };
        await using var proxy = await StartAsync(Probed(check, origin.Address));
        await ProbeFirstAsync(proxy);
        var outcome = reason.Length == 0 ? ProbeOutcome.Good : ProbeOutcome.Bad;
        Assert.That(EndpointOf(proxy).Probes.Last, Is.EqualTo(new ProbeResult(outcome, reason)));
        Assert.That(EndpointOf(proxy).Probes.At, Is.EqualTo(Clock.GetUtcNow()));
        Assert.That((proxy.Statistics.ProbesSent, proxy.Statistics.ProbesFailed), Is.EqualTo((1, reason.Length == 0 ? 0 : 1)));
    }
}
