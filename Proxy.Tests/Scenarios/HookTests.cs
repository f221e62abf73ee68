using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class HookTests(TransportKind kind) : Scenario(kind)
{
    [Test]
    public async Task Waiting_hook_holds_up_nobody_else_and_the_request_returns_to_its_loop()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, hooks: new Hooks(async context =>
        {
            Assert.That(EventLoop.Current, Is.Not.Null, "hooks begin on the loop");
            if (context.Target == "/wait")
            {
                await gate.Task;
                Assert.That(EventLoop.Current, Is.Null, "this one goes on elsewhere");
            }

            return 0;
        }));
        var waiting = await proxy.ConnectAsync();
        var answer = waiting.GetAsync("/wait");
        await proxy.UntilAsync(now => now.Requests == 1, "the hook waits");
        var other = await proxy.ConnectAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.That((await other.GetAsync()).Status, Is.EqualTo(200));
        }

        Assert.That(answer.IsCompleted, Is.False);
        gate.SetResult();
        Assert.That((await answer).Status, Is.EqualTo(200));
        Assert.That((await waiting.GetAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Pipelined_requests_answered_without_a_wait_leave_others_their_turns()
    {
        const int count = 2000;
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, hooks: new Hooks(_ => new(403)));
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        var loop = proxy.Server.Workers[0].Loop;
        var before = loop.Turn;
        await client.SendAsync(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", count)));
        for (var i = 0; i < count; i++)
        {
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(403));
        }

        Assert.That(loop.Turn - before, Is.GreaterThan(count / 20), "at most 16 requests of one connection a turn");
    }

    [TestCase(403, 403, 0)]
    [TestCase(429, 429, 0)]
    [TestCase(200, 500, 1)]
    public async Task Status_of_a_hook_is_answered(int returned, int status, int faults)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, hooks: new Hooks(_ => new(returned)));
        proxy.ExpectedFaults = faults;
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Field("Connection"), Is.EqualTo(faults == 0 ? null : "close"));
        Assert.That(origin.Accepted, Is.Zero);
    }

    [Test]
    public async Task Hook_that_throws_is_500([Values] bool onAnotherThread)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, hooks: new Hooks(async _ =>
        {
            if (onAnotherThread)
            {
                await Task.Yield();
            }

            throw new InvalidOperationException("on purpose");
        }));
        proxy.ExpectedFaults = 1;
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(500));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Hook_sees_the_request()
    {
        var seen = "";
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, hooks: new Hooks(context =>
        {
            seen = $"{context.Method} {context.Target} {context.Authority} {context.Upstream} {context.Field("x-a")} {context.Field("x-b") ?? "none"}";
            return new(0);
        }));
        await (await proxy.ConnectAsync()).AskAsync("GET /p?q HTTP/1.1\r\nHost: shop:80\r\nX-A: 1\r\n\r\n");
        Assert.That(seen, Is.EqualTo("GET /p?q shop:80 default 1 none"));
    }

    private sealed class Hooks(Func<HookContext, ValueTask<int>> onRequest) : ProxyHooks
    {
        public override ValueTask<int> OnRequestAsync(HookContext context) => onRequest(context);
    }
}
