using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Trailer fields go where they are taken, and nowhere else (RFC 9110 §6.5.1).</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class TrailerTests(TransportKind kind) : Scenario(kind)
{
    private const string ChunkedHead = "HTTP/1.1 200 OK\r\nTrailer: Digest\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Response = ChunkedHead + "5\r\nhello\r\n0\r\nDigest: x\r\nServer-Timing: db;dur=1\r\n\r\n";
    private const string Trailers = "Digest: x\r\nServer-Timing: db;dur=1\r\n";
    private const string Asking = "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n";
    private const string PostHead = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: Digest\r\n\r\n";

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nTE: gzip;q=0.5, trailers\r\nConnection: TE\r\n\r\n", true)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n", true)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close\r\n\r\n", true)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", false)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers;q=0\r\n\r\n", false)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nTE: gzip\r\nConnection: TE\r\n\r\n", false)]
    [TestCase("GET / HTTP/1.0\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n", false)]
    public async Task Response_brings_them_to_a_client_that_takes_them(string request, bool takes)
    {
        using var origin = ScriptedOrigin.Answering(Response);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(request);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("hello"));
            Assert.That(answer.Trailers, Is.EqualTo(takes ? Trailers : ""));
            Assert.That(answer.Field("Trailer"), Is.EqualTo(takes ? "Digest" : null));
            Assert.That(answer.Field("Digest"), Is.Null);
            Assert.That(origin.Requests[0].Field("TE"), Is.EqualTo(takes ? "trailers" : null));
            Assert.That(origin.Requests[0].Field("Connection"), Is.EqualTo(takes ? "TE" : null));
        });
    }

    [Test]
    public async Task What_a_route_takes_off_heads_it_takes_off_trailers()
    {
        using var origin = ScriptedOrigin.Answering(Response);
        var options = Options(origin.Address);
        options = options with
        {
            Routes = [options.Routes[0] with { RequestHeaders = new() { Remove = ["X-Secret-*"] }, ResponseHeaders = new() { Remove = ["Server_Timing"] } }],
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(Asking)).Trailers, Is.EqualTo("Digest: x\r\n"));
        var answer = await client.AskAsync(PostHead + "5\r\nhello\r\n0\r\nX-Secret-A: 1\r\nDigest: y\r\nx_secret_b: 2\r\n\r\n");
        Assert.That((answer.Status, origin.Requests[1].Trailers), Is.EqualTo((200, "Digest: y\r\n")));
    }

    [Test]
    public async Task Connections_are_kept_and_nothing_is_left_over_for_the_next_exchange()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is { } request)
            {
                await connection.SendAsync(request.StartLine.Contains("/none", StringComparison.Ordinal) ? ChunkedHead + "5\r\nhello\r\n0\r\n\r\n" : Response);
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.AskAsync(Asking)).Trailers, Is.EqualTo(Trailers));
            Assert.That((await client.AskAsync(Asking.Replace("/ ", "/none ", StringComparison.Ordinal))).Trailers, Is.Empty);
            Assert.That((await client.GetAsync()).Trailers, Is.Empty);
        }

        await proxy.SettleAsync();
        Assert.That(origin.Accepted, Is.EqualTo(1));
        Assert.That(proxy.Server.Workers[0].Trailers.Idle, Is.EqualTo(1), "one section served all of them, and is back");
    }

    [TestCase("HTTP/1.1 200 OK\r\nTrailer: Digest\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [TestCase("HTTP/1.1 200 OK\r\nTrailer: Digest\r\n\r\nhello", "hello")]
    [TestCase("HTTP/1.1 304 Not Modified\r\nTrailer: Digest\r\nTransfer-Encoding: chunked\r\n\r\n", "")]
    [TestCase("HTTP/1.1 103 Early Hints\r\nTrailer: Digest\r\n\r\n", "")]
    public async Task Trailer_announces_nothing_where_none_can_come(string response, string body)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(response);
        });
        await using var proxy = await StartAsync(origin);
        var answer = await (await proxy.ConnectAsync()).AskAsync(Asking);
        Assert.That((answer.Text, answer.Field("Trailer"), answer.Trailers), Is.EqualTo((body, (string?)null, "")));
    }

    [Test]
    public async Task Request_brings_them_to_the_origin()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            var trailers = i == 1 ? "" : "Digest: x\r\nX:\t y \r\n";
            Assert.That((await client.AskAsync($"{PostHead}5\r\nhello\r\n0\r\n{trailers}\r\n")).Text, Is.EqualTo("hello"));
            Assert.That((origin.Requests[i].Text, origin.Requests[i].Trailers), Is.EqualTo(("hello", trailers)));
            Assert.That((origin.Requests[i].Field("Trailer"), origin.Requests[i].Field("TE")), Is.EqualTo(("Digest", (string?)null)));
        }

        await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTrailer: Digest\r\n\r\nhello");
        Assert.That(origin.Requests[3].Field("Trailer"), Is.Null);
        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [Test]
    public async Task Both_ways_at_once()
    {
        using var origin = ScriptedOrigin.Answering(Response);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(
            "POST http://b HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\nTrailer: A\r\n\r\n0\r\nA: 1\r\n\r\n");
        Assert.That((answer.Text, answer.Trailers), Is.EqualTo(("hello", Trailers)));
        Assert.That((origin.Requests[0].Text, origin.Requests[0].Trailers, origin.Requests[0].Field("Trailer")), Is.EqualTo(("", "A: 1\r\n", "A")));
    }

    [TestCase("Content-Length: 0", "Transfer-Encoding: x", "Host: evil", "X-Forwarded-For: 6.6.6.6", "Authorization: x", "Cookie: x", "TE: x", "Set-Cookie: x")]
    [TestCase("content_length: 0", "transfer_encoding: x", "x_forwarded_for: 6.6.6.6", "X-Forwarded_Any: 1", "x_real_ip: 6.6.6.6", "set_cookie: x", "if_x: y")]
    [TestCase("Connection: close", "Keep-Alive: x", "Proxy-Any: x", "Upgrade: x", "X-Named: 1", "Server: x", "Trailer: x", "Content-Type: x")]
    public async Task What_may_not_be_a_trailer_field_is_dropped_and_stays_out_of_the_head(params string[] forbidden)
    {
        var section = string.Concat(forbidden.Select(line => line + "\r\n"));
        using var origin = ScriptedOrigin.Answering(
            $"HTTP/1.1 200 OK\r\nConnection: x-named\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: 1\r\n{section}B: 2\r\n\r\n");
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE, X-Named\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"5\r\nhello\r\n0\r\n{section}A: 1\r\nB: 2\r\n\r\n");
        Assert.That((answer.Text, answer.Trailers), Is.EqualTo(("hello", "A: 1\r\nB: 2\r\n")));
        Assert.That((origin.Requests[0].Text, origin.Requests[0].Trailers), Is.EqualTo(("hello", "A: 1\r\nB: 2\r\n")));
        foreach (var line in forbidden)
        {
            Assert.That(origin.Requests[0].Head, Does.Not.Contain(line + "\r\n"));
            Assert.That(answer.Head, Does.Not.Contain(line + "\r\n"));
        }
    }

    [TestCase(UnderscoreNames.Keep, "X_Y: 1\r\nA: 1\r\n")]
    [TestCase(UnderscoreNames.Drop, "A: 1\r\n")]
    [TestCase(UnderscoreNames.Refuse, "A: 1\r\n")]
    public async Task Names_with_underscores_follow_the_option(UnderscoreNames rule, string left)
    {
        using var origin = ScriptedOrigin.Answering($"{ChunkedHead}5\r\nhello\r\n0\r\nX_Y: 1\r\nA: 1\r\n\r\n");
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Requests = new RequestOptions { UnderscoreNames = rule } });
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX_Y: 1\r\nA: 1\r\n\r\n");
        Assert.That(origin.Requests[0].Trailers, Is.EqualTo(left));
        Assert.That(answer.Trailers, Is.EqualTo("X_Y: 1\r\nA: 1\r\n"), "the option is about requests");
    }

    [Test]
    public async Task Wish_for_them_does_not_get_in_the_way_of_an_upgrade()
    {
        using var origin = ScriptedOrigin.Answering(Response);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(
            "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nUpgrade: websocket\r\nConnection: Upgrade, TE\r\n\r\n");
        Assert.That((answer.Text, answer.Trailers), Is.EqualTo(("hello", Trailers)));
        Assert.That((origin.Requests[0].Field("Connection"), origin.Requests[0].Field("TE")), Is.EqualTo(("Upgrade", (string?)null)));
    }

    [Test]
    public async Task Response_split_at_every_byte_brings_the_same()
    {
        var cut = 0;
        ProxyFixture? fixture = null;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync(Response[..cut]);
                await fixture!.SettleAsync();
                await connection.SendAsync(Response[cut..]);
            }
        });
        await using var proxy = fixture = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (cut = ChunkedHead.Length; cut < Response.Length; cut++)
        {
            var answer = await client.AskAsync(Asking);
            Assert.That((answer.Text, answer.Trailers), Is.EqualTo(("hello", Trailers)), $"cut at {cut}");
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [Test]
    public async Task Request_split_at_every_byte_brings_the_same()
    {
        const string body = "5\r\nhello\r\n0\r\nDigest: x\r\nHost: y\r\nServer-Timing: db;dur=1\r\n\r\n";
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var cut = 0; cut < body.Length; cut++)
        {
            await client.SendAsync(PostHead + body[..cut]);
            await proxy.SettleAsync();
            Assert.That((await client.AskAsync(body[cut..])).Status, Is.EqualTo(200), $"cut at {cut}");
            Assert.That((origin.Requests[cut].Text, origin.Requests[cut].Trailers), Is.EqualTo(("hello", Trailers)), $"cut at {cut}");
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    // The last run of data is too large to be copied behind what waits: head, data and end leave one after the other.
    [TestCase(100_000)]
    [TestCase(3_000_000)]
    public async Task They_follow_a_large_body(int length)
    {
        var body = Bodies.Pattern(length);
        var coded = Bodies.InChunks(body, length / 2, length)[..^2];
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(ChunkedHead);
            await connection.SendAsync(coded);
            await connection.SendAsync($"{Trailers}\r\n");
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.SendAsync(coded);
        var answer = await client.AskAsync("A: 1\r\n\r\n");
        Assert.That(answer.Body.AsSpan().SequenceEqual(body));
        Assert.That(answer.Trailers, Is.EqualTo(Trailers));
        Assert.That(origin.Requests[0].Body.AsSpan().SequenceEqual(body));
        Assert.That(origin.Requests[0].Trailers, Is.EqualTo("A: 1\r\n"));
    }

    [TestCase("A : b\r\n\r\n", 400, ProxyError.ClientBodyInvalid)]
    [TestCase("A: b\n\r\n", 400, ProxyError.ClientBodyInvalid)]
    [TestCase("A: b\r\n c\r\n\r\n", 400, ProxyError.ClientBodyInvalid)]
    [TestCase("A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", 431, ProxyError.ClientTrailersTooLarge)]
    [TestCase(null, 431, ProxyError.ClientTrailersTooLarge)]
    public async Task Bad_ones_of_a_request_are_refused_and_abort_the_origins_exchange(string? lines, int status, ProxyError error)
    {
        using var origin = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Limits = new LimitOptions { MaxFields = 3 } });
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n");
        await Patience.UntilAsync(() => origin.Accepted == 1, "the upload begins");
        var answer = await client.AskAsync(lines ?? $"A: {new string('x', 9000)}");
        Assert.That((answer.Status, answer.Field("Connection")), Is.EqualTo((status, "close")));
        await client.ExpectEndAsync();
        await Patience.UntilAsync(() => origin.Failures.Count == 1, "the origin sees its request cut short");
        Assert.That(proxy.Statistics.Errors.Keys, Is.EquivalentTo(new[] { error }));
    }

    [TestCase("A : b\r\n\r\n", true)]
    [TestCase("A : b\r\n\r\n", false)]
    [TestCase("A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", true)]
    [TestCase("A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", false)]
    [TestCase(null, true)]
    [TestCase(null, false)]
    public async Task Bad_ones_of_a_response_cut_it(string? lines, bool takes)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n");
            await connection.SendAsync(lines ?? $"A: {new string('x', 9000)}");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Limits = new LimitOptions { MaxFields = 3 } });
        var client = await proxy.ConnectAsync();
        await client.SendAsync(takes ? Asking : "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var all = Encoding.Latin1.GetString(await client.ReadToEndAsync());
        Assert.That(all, Does.Not.Contain("0\r\nX: y").And.Not.EndWith("0\r\n\r\n"));
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin's connection is thrown away");
        Assert.That(proxy.Statistics.Errors.Keys, Is.EquivalentTo(new[] { ProxyError.UpstreamBodyInvalid }));
    }

    [Test]
    public async Task Response_cut_inside_them_is_cut_for_the_client()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(Response[..^2]);
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Asking);
        var all = Encoding.Latin1.GetString(await client.ReadToEndAsync());
        Assert.That(all, Does.EndWith("5\r\nhello\r\n"));
        Assert.That(proxy.Statistics.Errors.Keys, Is.EquivalentTo(new[] { ProxyError.UpstreamBodyTruncated }));
    }
}
