using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Observability;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>What a request costs the loop's thread in garbage: nothing. Measured with 64 requests in flight at an origin that holds them back.</summary>
[TestFixture]
[NonParallelizable]
public sealed class AllocationTests() : Scenario(TransportKind.Epoll)
{
    private const int InFlight = 64;
    private const int Rounds = 157; // 10,048 requests
    private const string AsTrailer = "0\r\nDigest: x\r\n\r\n";
    private const string InChunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nDigest: x\r\nAge: 1\r\n\r\n";

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", "\r\n\r\n", TestName = "GET")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "", "hello", TestName = "POST with its body")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "hello", "hello", TestName = "POST with its body behind")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "0\r\n\r\n", TestName = "POST in chunks")]
    [TestCase(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n0\r\nDigest: x\r\n\r\n", "0\r\nDigest: x\r\n\r\n",
        TestName = "POST with trailer fields")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n", "", "Connection: TE\r\n\r\n", InChunks, AsTrailer, TestName = "GET with trailer fields")]
    public Task Requests_allocate_nothing_on_the_loop(
        string head, string body, string end, string response = OriginConnection.Hello, string answerEnd = "hello") =>
        CheckAsync(head, body, end, response, answerEnd, log: null);

    [TestCase(AccessLogFormat.Combined)]
    [TestCase(AccessLogFormat.Json)]
    public async Task Logged_requests_allocate_nothing_on_the_loop(AccessLogFormat format)
    {
        const string head = "GET /a HTTP/1.1\r\nHost: a\r\nUser-Agent: \"me\"\r\n\r\n";
        var log = new CountingSink();
        await CheckAsync(head, "", "\r\n\r\n", OriginConnection.Hello, "hello", new AccessLogOptions { Format = format, BufferBytes = 16 * 1024 * 1024 }, log);
        Assert.That(log.Lines, Is.EqualTo(InFlight * (Rounds + 100)));
    }

    private async Task CheckAsync(
        string head, string body, string end, string response, string answerEnd, AccessLogOptions? log, AccessLogSink? sink = null)
    {
        Optimized.Required();
        using var origin = new BarrierOrigin(InFlight, end, response);
        await MeasureAsync(Options(origin.Address) with { AccessLog = log }, head, body, answerEnd, sink);
    }

    // One origin that is named twice is two endpoints.
    [Test]
    public async Task Choosing_and_binding_allocates_nothing_on_the_loop([Values] BalanceAlgorithm algorithm)
    {
        Optimized.Required();
        const string head = "GET / HTTP/1.1\r\nHost: a\r\nX-Key: 7\r\nCookie: a=b; lb=AAAAAAAAAAAAAAAAAAAAAA; lb=none\r\n\r\n";
        using var origin = new BarrierOrigin(InFlight, "\r\n\r\n", connections: 2 * InFlight);
        var options = WithUpstream(Options(origin.Address, origin.Address), upstream => upstream with
        {
            Balance = algorithm,
            Hash = algorithm == BalanceAlgorithm.ConsistentHash ? new() { Key = "{header.X-Key}" } : null,
            Sticky = new() { Cookie = "lb" },
        });
        await using var proxy = await ProxyFixture.StartAsync(options, new ManualClock());
        await FillPoolsAsync(proxy, head, "hello");
        await MeasureAsync(proxy, head, "", "hello");
    }

    // As many connections to each endpoint as it can need: one that is opened later must not count.
    private static async Task FillPoolsAsync(ProxyFixture proxy, string head, string answerEnd)
    {
        var clients = new RawClient[InFlight];
        for (var i = 0; i < InFlight; i++)
        {
            clients[i] = await proxy.ConnectAsync();
        }

        var upstream = proxy.Server.Workers[0].Snapshot.Upstreams[0];
        foreach (var endpoint in upstream.Endpoints)
        {
            upstream.Group.SetDraining(endpoint, true);
            await RunAsync(proxy, clients, head, "", answerEnd, 2);
            upstream.Group.SetDraining(endpoint, false);
        }
    }

    [Test]
    public async Task Believing_proxies_and_hiding_origins_allocates_nothing_on_the_loop()
    {
        Optimized.Required();
        const string head = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 2001:db8::9, [::1]:80\r\nX-Forwarded-For: 10.0.0.7\r\n"
            + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example\r\nForwarded: for=10.0.0.7\r\nVia: 1.1 fred\r\n\r\n";
        const string answer = "HTTP/1.1 302 Found\r\nLocation: http://app.internal/a\r\nSet-Cookie: a=b; Domain=app.internal; Path=/app\r\n"
            + "Content-Length: 5\r\n\r\nhello";
        using var origin = new BarrierOrigin(InFlight, "\r\n\r\n", answer);
        var options = Options(origin.Address);
        var rewrite = new ResponseRewriteOptions
        {
            InternalHosts = ["app.internal"],
            CookieDomains = new Dictionary<string, string> { ["app.internal"] = "shop.example" },
            CookiePaths = new Dictionary<string, string> { ["/app"] = "/" },
        };
        options = options with
        {
            TrustedProxies = ["127.0.0.1", "10.0.0.0/8", "::1"],
            Identity = new()
            {
                XForwarded = IdentityFieldMode.Append,
                Forwarded = IdentityFieldMode.Append,
                RequestId = RequestIdMode.Make,
                RequestIdHeader = "X-Correlation",
                ReturnRequestId = true,
            },
            Routes = [options.Routes[0] with { RewriteResponse = rewrite }],
        };
        await MeasureAsync(options, head, "", "hello");
    }

    private static async Task MeasureAsync(ProxyOptions options, string head, string body, string answerEnd, AccessLogSink? sink = null)
    {
        await using var proxy = await ProxyFixture.StartAsync(options, new ManualClock(), accessLog: sink);
        await MeasureAsync(proxy, head, body, answerEnd);
    }

    private static async Task MeasureAsync(ProxyFixture proxy, string head, string body, string answerEnd)
    {
        var clients = new RawClient[InFlight];
        for (var i = 0; i < InFlight; i++)
        {
            clients[i] = await proxy.ConnectAsync();
        }

        var loop = proxy.Server.Workers[0].Loop;
        await loop.RunAsync(() => Deepen(loop.Buffers));
        await RunAsync(proxy, clients, head, body, answerEnd, 100);
        var allocated = 0L;
        await loop.RunAsync(() => allocated = -GC.GetAllocatedBytesForCurrentThread());
        await RunAsync(proxy, clients, head, body, answerEnd, Rounds);
        await loop.RunAsync(() => allocated += GC.GetAllocatedBytesForCurrentThread());

        // A deeper moment than any before may need an object more. One object a request would show 240 KB.
        Assert.That(allocated / (InFlight * Rounds), Is.Zero, $"{allocated} bytes on the loop's thread");
    }

    [TestCase("/v1/%61/x", "hello", TestName = "Rewritten path, five changes each way")]
    [TestCase("/old/%61/x?y", "308 Permanent Redirect\n", TestName = "Redirection")]
    [TestCase("/ping", "pong 200", TestName = "Response of a route")]
    [TestCase("/none", "<h1>404 Not Found</h1>", TestName = "Page for an error")]
    [TestCase("/lost", "<h1>503 Service Unavailable</h1>", TestName = "Page in place of an origin's response")]
    [TestCase("/free/x?n=y", "hello", TestName = "Rewritten path and host of a client's values")]
    [TestCase("/old/a%", "<h1>400 Bad Request</h1>", TestName = "Path that is refused")]
    public async Task Actions_allocate_nothing_on_the_loop(string target, string answerEnd)
    {
        Optimized.Required();
        var status = target == "/lost" ? "HTTP/1.1 503 Later\r\nContent-Length: 5\r\n\r\nhello" : OriginConnection.Hello;
        using var origin = new BarrierOrigin(InFlight, "\r\n\r\n", status);
        await using var proxy = await ProxyFixture.StartAsync(WithActions(Options(origin.Address)), new ManualClock());
        var head = $"GET {target} HTTP/1.1\r\nHost: shop.example\r\nCookie: id=7; b=8\r\nAccept: a\r\nX-Tag: 1\r\nX-Tag: 2\r\nX-Internal-A: 1\r\n\r\n";
        await MeasureAsync(proxy, head, "", answerEnd);
    }

    private static ProxyOptions WithActions(ProxyOptions options)
    {
        var page = new ErrorPageOptions { Body = "<h1>{status} {reason}</h1>"u8.ToArray() };
        var changes = new HeaderPolicyOptions
        {
            Remove = ["X-Internal-*"],
            Set = [new("X-Client", "{client.address} {host} {path}"), new("X-Cookie", "{cookie.id} {header.Accept}")],
            Append = [new("X-Tag", "{method}")],
            Add = [new("X-Route", "{route} {rest}")],
        };
        return options with
        {
            ErrorPages = [page with { Status = "4xx" }, page with { Status = "503", ReplacesOrigin = true }],
            Routes =
            [
                new()
                {
                    Name = "v1", Path = "/v1/*", Upstream = "default", RequestHeaders = changes,
                    ResponseHeaders = changes with { Add = [new("X-Status", "{status} {reason} {response.header.Content-Length}")] },
                    Rewrite = new() { Path = "/a/{rest}?b={host}", Host = "{host}.internal" },
                },
                new() { Path = "/free/*", Upstream = "default", Rewrite = new() { Path = "/{query.n}/{header.Accept}", Host = "{cookie.id}.internal" } },
                new() { Path = "/old/*", Redirect = new() { To = "https://{host}/{rest}#top", Status = 308 } },
                new() { Path = "/ping", Respond = new() { Body = "pong {status}"u8.ToArray(), Headers = [new("X-Host", "{host}")] } },
                new() { Path = "/lost", Upstream = "default" },
            ],
        };
    }

    // More slabs than any moment of the test can need: one that happens to be deeper than the first rounds were must not count as an allocation.
    private static void Deepen(BufferPool buffers)
    {
        BufferBlock[] blocks =
        [
            .. Enumerable.Range(0, 4 * InFlight).Select(_ => buffers.Rent(BufferPool.SmallLength)),
            .. Enumerable.Range(0, InFlight).Select(_ => buffers.RentToReceive()),
            .. Enumerable.Range(0, 2 * InFlight).Select(_ => buffers.Rent(BufferPool.LargeLength)),
        ];
        Array.ForEach(blocks, static block => block.Return());
    }

    private static async Task RunAsync(ProxyFixture proxy, RawClient[] clients, string head, string body, string answerEnd, int rounds)
    {
        var first = Encoding.ASCII.GetBytes(head);
        var second = Encoding.ASCII.GetBytes(body);
        var last = Encoding.ASCII.GetBytes(answerEnd);
        var answer = new byte[4096];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var client in clients)
            {
                client.Socket.Send(first);
            }

            if (second.Length > 0)
            {
                if (round < 5)
                {
                    await proxy.SettleAsync();
                }

                foreach (var client in clients)
                {
                    client.Socket.Send(second);
                }
            }

            foreach (var client in clients)
            {
                var length = 0;
                do
                {
                    var received = client.Socket.Receive(answer.AsSpan(length));
                    Assert.That(received, Is.Positive);
                    length += received;
                }
                while (!answer.AsSpan(0, length).EndsWith(last));
            }
        }
    }

    private sealed class CountingSink : AccessLogSink
    {
        private int _lines;

        public int Lines => Volatile.Read(ref _lines);

        public override void Write(ReadOnlySpan<byte> lines) => Volatile.Write(ref _lines, _lines + lines.Count((byte)'\n'));
    }
}
