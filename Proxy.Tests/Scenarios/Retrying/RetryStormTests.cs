using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Retrying;

/// <summary>Origins that fail so often that trying again would be the outage.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RetryStormTests(TransportKind kind) : Scenario(kind)
{
    private const int Requests = 10_000;
    private const int Clients = 16;
    private const string Busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

    [Test]
    public async Task Tries_stay_within_the_budget_where_every_other_fails([Values(0, 20)] int percent, [Values] bool bySaying)
    {
        var seen = 0;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                var fails = Interlocked.Increment(ref seen) % 2 == 0;
                if (fails && !bySaying)
                {
                    return;
                }

                await connection.SendAsync(fails ? Busy : OriginConnection.Hello);
            }
        });
        var retry = new RetryOptions { Attempts = 4, Statuses = [503], Budget = new() { Percent = percent, MinPerSecond = 0 } };
        await using var proxy = await StartAsync(retry, origin.Address);
        var answered = await AskAsync(proxy, Requests);
        var tries = origin.Requests.Count;
        TestContext.Out.WriteLine($"{tries} tries for {Requests} requests, {answered} of them answered");
        Assert.That(tries, Is.InRange(percent == 0 ? Requests : Requests * 1.19, Requests * (100 + percent) / 100), "all of the budget is used, and no more");
        Assert.That(proxy.Statistics.Retries, Is.EqualTo(tries - Requests));
        Assert.That(proxy.Statistics.RetryBudgetExhausted, Is.InRange((Requests - answered) * 0.9, Requests - answered), "other failures are told at once");
    }

    [Test]
    public async Task Endpoint_that_is_not_there_costs_no_budget()
    {
        using var a = ScriptedOrigin.Answering();
        using var c = ScriptedOrigin.Answering();
        var retry = new RetryOptions { Budget = new() { Percent = 0, MinPerSecond = 0 } };
        await using var proxy = await StartAsync(retry, a.Address, ScriptedOrigin.Refusing(), c.Address);
        Assert.That(await AskAsync(proxy, 3000), Is.EqualTo(3000));
        Assert.That((proxy.Statistics.RetryBudgetExhausted, proxy.Statistics.Errors.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Get_is_never_lost_when_one_of_three_dies()
    {
        using var a = ScriptedOrigin.Answering();
        using var b = ScriptedOrigin.Answering();
        using var c = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(new(), a.Address, b.Address, c.Address);
        var asking = AskAsync(proxy, Requests);
        await Patience.UntilAsync(() => b.Requests.Count > 500, "it is in the midst of it");
        b.Dispose();
        Assert.That(await asking, Is.EqualTo(Requests));
        Assert.That(proxy.Statistics.Errors, Is.Empty);
        Assert.That(proxy.Statistics.Retries, Is.Positive);
    }

    // How many were answered 200.
    private static async Task<int> AskAsync(ProxyFixture proxy, int requests)
    {
        var (answered, left) = (0, requests);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var client = await proxy.ConnectAsync();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                Interlocked.Add(ref answered, (await client.GetAsync()).Status == 200 ? 1 : 0);
            }

            client.Reset();
        }));

        // Time stands still, and a last wait for a client's end is bounded by time.
        for (var seconds = 0; seconds < 8 && proxy.Statistics.OpenConnections > 0; seconds++)
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        return answered;
    }

    // Time stands still: all requests lie in one window of the budget.
    private Task<ProxyFixture> StartAsync(RetryOptions retry, params string[] endpoints) =>
        ProxyFixture.StartAsync(WithUpstream(InTurn(Options(endpoints)), upstream => upstream with { Retry = retry }), new ManualClock());
}
