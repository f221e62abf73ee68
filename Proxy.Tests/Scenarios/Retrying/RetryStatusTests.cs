using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Observability;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Retrying;

/// <summary>Responses that are dropped for another try.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RetryStatusTests(TransportKind kind) : Scenario(kind)
{
    private const string Busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy";
    private const string Later = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 4\r\n\r\nbusy";

    private static readonly RetryOptions Listed = new() { Attempts = 3, Statuses = [502, 503] };

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")]
    public async Task Listed_status_is_followed_by_another_try(string request)
    {
        using var sick = ScriptedOrigin.Answering(Busy);
        using var well = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(Listed, sick, well);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 6; i++)
        {
            Assert.That((await client.AskAsync(request)).Text, Is.EqualTo("hello"));
        }

        Assert.That(sick.Requests, Is.Not.Empty);
        Assert.That(sick.Requests.Concat(well.Requests).Select(each => each.Text).Distinct().Count(), Is.EqualTo(1), "with its body each time");
        Assert.That((sick.Accepted, well.Accepted), Is.EqualTo((1, 1)), "the connection is used on behind a response that was dropped");
        Assert.That(proxy.Statistics.RetriesByReason, Is.EqualTo(new Dictionary<RetryReason, long> { [RetryReason.Status] = sick.Requests.Count }));
    }

    [Test]
    public async Task Last_response_is_delivered_as_it_is()
    {
        using var a = ScriptedOrigin.Answering(Busy);
        using var b = ScriptedOrigin.Answering(Busy);
        await using var proxy = await StartAsync(Listed, a, b);
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Status, answer.Text), Is.EqualTo((503, "busy")));
        Assert.That(a.Requests.Count + b.Requests.Count, Is.EqualTo(3));
        Assert.That((proxy.Statistics.Retries, proxy.Statistics.Errors.Count), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task Without_budget_the_response_is_delivered_as_it_is()
    {
        using var a = ScriptedOrigin.Answering(Busy);
        await using var proxy = await StartAsync(Listed with { Budget = new() { Percent = 0, MinPerSecond = 0 } }, a);
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Status, answer.Text), Is.EqualTo((503, "busy")));
        Assert.That((a.Requests.Count, proxy.Statistics.Retries, proxy.Statistics.RetryBudgetExhausted), Is.EqualTo((1, 0, 1)));
    }

    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", Busy)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 4\r\n\r\nbusy")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Later, 1, TestName = "What says when to come back, where there is nobody else to ask")]
    public async Task Other_requests_and_statuses_are_not(string request, string response, int endpoints = 2)
    {
        using var a = ScriptedOrigin.Answering(response);
        using var b = ScriptedOrigin.Answering(response);
        await using var proxy = await StartAsync(Listed, [a, .. endpoints == 2 ? [b] : Array.Empty<ScriptedOrigin>()]);
        Assert.That((await (await proxy.ConnectAsync()).AskAsync(request)).Text, Is.EqualTo("busy"));
        Assert.That((a.Requests.Count + b.Requests.Count, proxy.Statistics.Retries), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Who_says_when_to_come_back_is_not_asked_before()
    {
        using var a = ScriptedOrigin.Answering(Later);
        using var b = ScriptedOrigin.Answering(Later);
        await using var proxy = await StartAsync(Listed, a, b);
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Status, answer.Field("Retry-After")), Is.EqualTo((503, "5")));
        Assert.That((a.Requests.Count, b.Requests.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Response_whose_body_does_not_come_is_dropped_with_its_connection()
    {
        using var sick = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 1000000\r\n\r\nbusy");
            await connection.NextAsync();
        });
        using var well = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(Listed, sick, well);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
        }

        await Patience.UntilAsync(() => sick.Accepted > 0 && sick.Ended == sick.Accepted, "its connections are closed");
    }

    [Test]
    public async Task Route_decides_for_itself()
    {
        using var a = ScriptedOrigin.Answering(Busy);
        var options = WithUpstream(Options(a.Address), upstream => upstream with { Retry = Listed });
        options = options with { Routes = [new() { Path = "/once", Upstream = "default", Retry = new() { Attempts = 1 } }, options.Routes[0]] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.GetAsync("/once");
        Assert.That(a.Requests, Has.Count.EqualTo(1));
        await client.GetAsync("/more");
        Assert.That(a.Requests, Has.Count.EqualTo(4));
    }

    private Task<ProxyFixture> StartAsync(RetryOptions retry, params ScriptedOrigin[] origins) =>
        ProxyFixture.StartAsync(WithUpstream(InTurn(Options([.. origins.Select(origin => origin.Address)])), upstream => upstream with { Retry = retry }));
}
