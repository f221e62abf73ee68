using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>Each folder of <c>examples/</c> does what it says, as the binary runs it.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ExampleTests
{
    private const string Listen = "LISTEN";
    private const string AnyPort = "127.0.0.1:0";

    private static IEnumerable<string> Files =>
        Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "proxy.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public async Task Every_example_is_fit_to_run_as_it_stands(string file)
    {
        var (exitCode, output) = await BinaryProcess.RunAsync("check", "--config", Path.Combine(Repository.Root, file));
        Assert.That((exitCode, output), Is.EqualTo((0, output)), output);
        Assert.That(output, Does.Contain("fit to run"));
    }

    [Test]
    public async Task Static_site()
    {
        using var site = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Generator: x\r\n\r\nhello");
        using var broken = ScriptedOrigin.Answering("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\noops");
        using var proxy = await BinaryProcess.ListenWithFileAsync(
            "examples/static-site/proxy.json", (Listen, AnyPort), ("SITE_A", site.Address), ("SITE_B", broken.Address));
        var client = await RawClient.ConnectAsync(proxy.EndPoint);
        Assert.That((await client.GetAsync("/healthz")).Text, Is.EqualTo("ok\n"));
        var moved = await client.GetAsync("/old-blog/2024/a%20b?page=2");
        Assert.That((moved.Status, moved.Field("Location")), Is.EqualTo((301, "/blog/2024/a%20b?page=2")));
        var named = await client.AskAsync("GET /x?y HTTP/1.1\r\nHost: example.org:80\r\n\r\n");
        Assert.That((named.Status, named.Field("Location")), Is.EqualTo((308, "http://www.example.org/x?y")));

        // Chance decides which server is asked; both are, sooner or later.
        var answers = new List<WireMessage>();
        while (answers.Count < 200 && answers.DistinctBy(answer => answer.Status).Count() < 2)
        {
            answers.Add(await client.GetAsync());
        }

        var found = answers.First(answer => answer.Status == 200);
        Assert.That((found.Text, found.Field("X-Generator"), found.Field("X-Frame-Options")), Is.EqualTo(("hello", (string?)null, "DENY")));
        var missing = answers.First(answer => answer.Status == 404);
        Assert.That((missing.Text, missing.Field("X-Frame-Options")), Is.EqualTo((missing.Text, "DENY")));
        Assert.That(missing.Text, Does.Contain("404 Not Found").And.Contain("front page"));
    }

    [Test]
    public async Task Api_with_a_canary()
    {
        using var stable = ScriptedOrigin.Answering();
        using var canary = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnew");
        using var shadow = ScriptedOrigin.Answering();
        using var proxy = await BinaryProcess.ListenWithFileAsync(
            "examples/api-canary/proxy.json",
            (Listen, AnyPort), ("STABLE", stable.Address), ("CANARY", canary.Address), ("SHADOW", shadow.Address));
        var client = await RawClient.ConnectAsync(proxy.EndPoint);
        var met = new HashSet<string?>();
        for (var user = 0; user < 200; user++)
        {
            var ask = $"GET /v1/items HTTP/1.1\r\nHost: a\r\nCookie: session=user-{user}\r\nX-Debug-Me: 1\r\n\r\n";
            var first = await client.AskAsync(ask);
            var second = await client.AskAsync(ask);
            Assert.That(second.Text, Is.EqualTo(first.Text), "a user stays");
            met.Add(first.Field("X-Served-By"));
        }

        Assert.That(met, Is.EquivalentTo(new[] { "stable", "canary" }));
        var seen = stable.Requests[0];
        Assert.That((seen.StartLine, seen.Field("X-Client"), seen.Field("X-Debug-Me")), Is.EqualTo(("GET /items HTTP/1.1", "127.0.0.1", (string?)null)));
        Assert.That(stable.Requests.Count + canary.Requests.Count, Is.EqualTo(400));
        await Patience.UntilAsync(() => shadow.Requests.Count > 0, "some are copied");
        var large = await client.AskAsync("PUT /v1/items HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
        Assert.That((large.Status, large.Text), Is.EqualTo((413, "{ \"status\": 413, \"error\": \"Content Too Large\" }\n")));
    }

    [Test]
    public async Task Websocket_app()
    {
        using var app = ScriptedOrigin.Start(async connection =>
        {
            var request = await connection.NextAsync();
            if (request!.Field("Upgrade") is null)
            {
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
                await connection.ReadToEndAsync();
                return;
            }

            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello");
            await connection.SendAsync(await connection.ReadExactlyAsync(4));
        });
        using var proxy = await BinaryProcess.ListenWithFileAsync("examples/websocket-app/proxy.json", (Listen, AnyPort), ("APP", app.Address));
        var socket = await RawClient.ConnectAsync(proxy.EndPoint);
        var answer = await socket.AskAsync("GET /socket/1 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(101));
        Assert.That(await socket.ReadExactlyAsync(5), Is.EqualTo("hello"u8.ToArray()));
        await socket.SendAsync("ping");
        Assert.That(await socket.ReadExactlyAsync(4), Is.EqualTo("ping"u8.ToArray()));
        var events = await RawClient.ConnectAsync(proxy.EndPoint);
        var stream = await events.AskAsync("GET /events/all HTTP/1.1\r\nHost: a\r\n\r\n", toHead: true);
        Assert.That((stream.Status, stream.Field("Content-Type")), Is.EqualTo((200, "text/event-stream")));
        Assert.That(await events.ReadExactlyAsync(14), Is.EqualTo("9\r\ndata: 1\n\n\r\n"u8.ToArray()), "before the stream ends");
    }

    [Test]
    public async Task Virtual_hosts()
    {
        using var shop = ScriptedOrigin.Answering();
        using var blog = ScriptedOrigin.Answering();
        using var tenants = ScriptedOrigin.Answering();
        using var proxy = await BinaryProcess.ListenWithFileAsync(
            "examples/virtual-hosts/proxy.json",
            (Listen, AnyPort), ("SHOP", shop.Address), ("BLOG", blog.Address), ("TENANTS", tenants.Address));
        var client = await RawClient.ConnectAsync(proxy.EndPoint);
        Assert.That((await GetAsync(client, "shop.example.org")).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(client, "SHOP.example.org:8080", "/x/../admin/users")).Status, Is.EqualTo(403));
        Assert.That((await GetAsync(client, "blog.example.org")).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(client, "anna.example.org")).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(client, "example.com")).Text, Is.EqualTo("no such site\n"));
        Assert.That((shop.Requests.Count, blog.Requests.Count, tenants.Requests.Count), Is.EqualTo((1, 1, 1)));
        Assert.That(tenants.Requests[0].Field("X-Tenant"), Is.EqualTo("anna.example.org"));
    }

    private static Task<WireMessage> GetAsync(RawClient client, string host, string path = "/") =>
        client.AskAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
}
