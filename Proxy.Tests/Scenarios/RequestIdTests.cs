using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture]
public sealed class RequestIdTests() : Scenario(TransportKind.Epoll)
{
    private const string Made = "^[0-9a-f]{32}$";

    [TestCase(RequestIdMode.Off, "X-Request-Id", "X-Request-ID: mine", "mine")]
    [TestCase(RequestIdMode.Off, "X-Request-Id", "A: b", null)]
    [TestCase(RequestIdMode.Make, "X-Request-Id", "X-Request-ID: mine", Made)]
    [TestCase(RequestIdMode.Make, "X-Request-Id", "X_Request_ID: mine", Made)]
    [TestCase(RequestIdMode.Make, "X-Correlation", "x-correlation: mine", Made)]
    [TestCase(RequestIdMode.Make, "X-Correlation", "X_Correlation: mine", Made)]
    [TestCase(RequestIdMode.Pass, "X-Request-Id", "X-Request-ID: it's-mine=/+:@._~-", Made, TestName = "a character that is not allowed")]
    [TestCase(RequestIdMode.Pass, "X-Request-Id", "X-Request-ID: mine=/+:@._~-", "^mine=/\\+:@\\._~-$")]
    [TestCase(RequestIdMode.Pass, "X-Correlation", "x-correlation: mine", "^mine$")]
    [TestCase(RequestIdMode.Pass, "X-Request-Id", "X-Request-ID: mine\r\nX-Request-ID: other", Made)]
    [TestCase(RequestIdMode.Pass, "X-Request-Id", "X-Request-ID:", Made)]
    [TestCase(RequestIdMode.Pass, "X-Request-Id", "A: b", Made)]
    public async Task Identifiers_are_passed_or_made(RequestIdMode mode, string header, string field, string? expected)
    {
        var identity = new IdentityOptions { RequestId = mode, RequestIdHeader = header, ReturnRequestId = true };
        var (request, answer) = await AskAsync(identity, field, "127.0.0.1");
        Assert.That(request.Field(header), expected is null ? Is.Null : Does.Match(expected));
        Assert.That(request.Head, Does.Not.Contain("X_"));
        Assert.That(answer.Field(header), Is.EqualTo(mode == RequestIdMode.Off ? "theirs" : request.Field(header)));
    }

    [TestCase(128, true)]
    [TestCase(129, false)]
    public async Task Identifiers_have_a_bound(int length, bool isPassed)
    {
        var sent = new string('x', length);
        var (request, _) = await AskAsync(new() { RequestId = RequestIdMode.Pass }, $"X-Request-ID: {sent}", "127.0.0.1");
        Assert.That(request.Field("X-Request-Id"), isPassed ? Is.EqualTo(sent) : Does.Match(Made));
    }

    [Test]
    public async Task Nobody_untrusted_names_a_request()
    {
        var (request, answer) = await AskAsync(new() { RequestId = RequestIdMode.Pass }, "X-Request-ID: mine", "10.0.0.0/8");
        Assert.That(request.Field("X-Request-Id"), Does.Match(Made));
        Assert.That(answer.Field("X-Request-Id"), Is.EqualTo("theirs"), "not returned unless asked for");
    }

    [Test]
    public async Task Errors_tell_it_and_hooks_see_it()
    {
        using var origin = ScriptedOrigin.Answering();
        var seen = "";
        var hooks = new Hooks(context =>
        {
            seen = $"{context.RequestId} {context.ClientAddress} {context.Scheme}";
            return new(403);
        });
        var options = Options(origin.Address) with
        {
            TrustedProxies = ["127.0.0.1"],
            Identity = new() { RequestId = RequestIdMode.Make, ReturnRequestId = true },
        };
        await using var proxy = await ProxyFixture.StartAsync(options, hooks: hooks);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 2001:db8::9\r\nX-Forwarded-Proto: https\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(seen, Is.EqualTo($"{answer.Field("X-Request-Id")} 2001:db8::9 https"));
        answer = await client.AskAsync("GET / HTTP/1.1\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Field("X-Request-Id"), Does.Match(Made), "a head that was not understood");
    }

    [Test]
    public async Task Answers_to_what_goes_no_further_tell_it([Values("OPTIONS", "TRACE")] string method)
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with
        {
            Identity = new() { RequestId = RequestIdMode.Make, ReturnRequestId = true },
            Requests = new() { ForwardTrace = true },
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var answer = await (await proxy.ConnectAsync()).AskAsync($"{method} / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
        Assert.That((answer.Status, origin.Requests.Count), Is.EqualTo((200, 0)));
        Assert.That(answer.Field("X-Request-Id"), Does.Match(Made));
    }

    [Test]
    public async Task Changes_of_a_route_have_the_last_word()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with
        {
            Identity = new() { RequestId = RequestIdMode.Make, RequestIdHeader = "X-Correlation", ReturnRequestId = true },
            RequestHeaders = new() { Set = [new("X-Correlation", "a-{request.id}")], Remove = ["X-Other"] },
            ResponseHeaders = new() { Remove = ["X-Correlation"] },
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var answer = await (await proxy.ConnectAsync()).AskAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Correlation: mine\r\nX-Other: 1\r\n\r\n");
        Assert.That(answer.Field("X-Correlation"), Is.Null);
        Assert.That(origin.Requests[0].Field("X-Correlation"), Does.Match("^a-[0-9a-f]{32}$"));
        Assert.That(origin.Requests[0].Field("X-Other"), Is.Null);
    }

    private async Task<(WireMessage Request, WireMessage Answer)> AskAsync(IdentityOptions identity, string field, string trusted)
    {
        using var origin = ScriptedOrigin.Answering($"HTTP/1.1 200 OK\r\n{identity.RequestIdHeader}: theirs\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Identity = identity, TrustedProxies = [trusted] });
        var answer = await (await proxy.ConnectAsync()).AskAsync($"GET / HTTP/1.1\r\nHost: a\r\n{field}\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(200));
        return (origin.Requests[0], answer);
    }

    private sealed class Hooks(Func<HookContext, ValueTask<int>> hook) : ProxyHooks
    {
        public override ValueTask<int> OnRequestAsync(HookContext context) => hook(context);
    }
}
