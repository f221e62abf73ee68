using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Retrying;

/// <summary>Bodies that are kept while they are passed on, and sent again.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RetryBodyTests(TransportKind kind) : Scenario(kind)
{
    private const string Refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy";

    private static readonly string[] Lost = ["", Refusal];

    [Test]
    public async Task Body_goes_on_to_another_endpoint_where_the_first_one_fails_inside_it([Values] bool chunked, [ValueSource(nameof(Lost))] string end, [Values] bool inMemory)
    {
        using var origin = FailingFirst(inBody: true, end);
        await using var proxy = await StartAsync(origin);
        var (head, rest) = Split("PUT", chunked);
        if (inMemory)
        {
            var pipe = proxy.OpenPipe();
            await pipe.SendAsync(head);
            await Patience.UntilAsync(() => origin.Accepted == 2, "another connection is opened");
            await pipe.SendAsync(rest);
            Assert.That(await pipe.ReadStatusAsync(), Is.EqualTo(200));
            await pipe.ReadUntilAsync("hello");
            await pipe.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.That(await pipe.ReadStatusAsync(), Is.EqualTo(200), "the client goes on");
        }
        else
        {
            var client = await proxy.ConnectAsync();
            await client.SendAsync(head);
            await Patience.UntilAsync(() => origin.Accepted == 2, "another connection is opened");
            await client.SendAsync(rest);
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
            Assert.That((await client.GetAsync()).Status, Is.EqualTo(200), "the client goes on");
        }

        var again = origin.Requests[1];
        Assert.That((again.Text, again.Trailers), Is.EqualTo(("0123456789", chunked ? "Digest: x\r\n" : "")));
    }

    [Test]
    public async Task Body_that_came_late_is_sent_again_whole([Values] bool chunked, [Values] bool inParts)
    {
        using var origin = FailingFirst(inBody: false, "");
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var (head, rest) = Split("PUT", chunked);
        await client.SendAsync(head);
        await Patience.UntilAsync(() => origin.Accepted == 1, "the origin is asked before the body ends");
        foreach (var part in inParts ? rest.Select(each => $"{each}") : [rest])
        {
            await client.SendAsync(part);
        }

        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        Assert.That(origin.Requests.Select(request => (request.Text, request.Trailers)), Is.All.EqualTo(("0123456789", chunked ? "Digest: x\r\n" : "")));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200), "the client goes on");
    }

    [TestCase("POST", 1000, long.MaxValue)]
    [TestCase("PUT", 0, long.MaxValue)]
    [TestCase("PUT", 9, long.MaxValue)]
    [TestCase("PUT", 1000, 0)]
    public async Task Other_bodies_are_not(string method, int most, long room)
    {
        foreach (var chunked in new[] { false, true })
        {
            using var origin = FailingFirst(inBody: false, "");
            await using var proxy = await StartAsync(origin, most, room);
            var client = await proxy.ConnectAsync();
            var (head, rest) = Split(method, chunked);
            await client.SendAsync(head);
            await Patience.UntilAsync(() => origin.Accepted == 1, "the origin is asked before the body ends");
            await client.SendAsync(rest);
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(502));
            Assert.That(origin.Requests, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Body_too_large_to_be_kept_arrives_all_the_same([Values] bool chunked)
    {
        var body = Bodies.Pattern(1_000_000);
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, 100_000);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"PUT / HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 1000000")}\r\n\r\n");
        await client.SendAsync(chunked ? Bodies.InChunks(body, 30_000) : body);
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].Body.AsSpan().SequenceEqual(body));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Client_that_leaves_inside_the_body_behind_a_failed_try_is_given_up()
    {
        using var origin = FailingFirst(inBody: true, "");
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Split("PUT", chunked: false).Begin);
        await Patience.UntilAsync(() => origin.Accepted == 2, "another connection is opened");
        client.Reset();
        await proxy.UntilAsync(now => now is { OpenConnections: 0, UpstreamOpen: 0 }, "all is over");
    }

    [Test]
    public async Task Every_try_fails_inside_the_body()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.ReadExactlyAsync(5);
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Split("PUT", chunked: false).Begin);
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(502));
        await client.ExpectEndAsync();
        Assert.That(origin.Requests, Has.Count.EqualTo(3));
    }

    private static (string Begin, string End) Split(string method, bool chunked) => chunked
        ? ($"{method} / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n", "5\r\n56789\r\n0\r\nDigest: x\r\n\r\n")
        : ($"{method} / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234", "56789");

    // The first connection takes a part of the body, or all of it, and ends with these bytes; later ones answer.
    private static ScriptedOrigin FailingFirst(bool inBody, string end) => ScriptedOrigin.Start(async connection =>
    {
        if (connection.Index > 0)
        {
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync(OriginConnection.Hello);
            }
        }
        else if (!inBody)
        {
            await connection.NextAsync();
            await connection.SendAsync(end);
        }
        else
        {
            var request = await connection.NextHeadAsync();
            await connection.ReadExactlyAsync(request.Field("Content-Length") is null ? "5\r\n01234\r\n".Length : "01234".Length);
            await connection.SendAsync(end);
            if (end.Length > 0)
            {
                await connection.ReadToEndAsync();
            }
        }
    });

    private Task<ProxyFixture> StartAsync(ScriptedOrigin origin, int most = 1000, long room = long.MaxValue)
    {
        var retry = new RetryOptions { Attempts = 3, MaxBodyBytes = most, Statuses = [503] };
        var options = WithUpstream(Options(origin.Address), upstream => upstream with { Retry = retry });
        return ProxyFixture.StartAsync(options with { Limits = new() { MaxBufferedBytes = room } }, new ManualClock());
    }
}
