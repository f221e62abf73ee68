using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ResponseTests(TransportKind kind) : Scenario(kind)
{
    private const string Length = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer-Field: 1\r\n\r\n";
    private const string UntilClose = "HTTP/1.1 200 OK\r\n\r\nhello";

    [TestCase(Length, "1.1", "hello", false, TestName = "Length to 1.1")]
    [TestCase(Chunked, "1.1", "hello", true, TestName = "Chunked to 1.1")]
    [TestCase(UntilClose, "1.1", "hello", true, TestName = "Until close to 1.1")]
    [TestCase(Length, "1.0", "hello", false, TestName = "Length to 1.0")]
    [TestCase(Chunked, "1.0", "hello", false, TestName = "Chunked to 1.0")]
    [TestCase(UntilClose, "1.0", "hello", false, TestName = "Until close to 1.0")]
    [TestCase("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "1.1", "hello", false, TestName = "From an origin of 1.0")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "1.1", "", false, TestName = "Empty with length")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "1.1", "", true, TestName = "Empty chunked")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\n", "1.1", "", true, TestName = "Empty until close")]
    [TestCase("HTTP/1.1 204 No Content\r\n\r\n", "1.1", "", false, TestName = "204")]
    [TestCase("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"e\"\r\n\r\n", "1.1", "", false, TestName = "304")]
    public async Task Body_reaches_the_client(string response, string version, string body, bool chunked)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(response);
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync($"GET / HTTP/{version}\r\nHost: a\r\n\r\n");
        Assert.Multiple(() =>
        {
            Assert.That(answer.StartLine, Does.StartWith("HTTP/1.1 ").And.EndWith(response[13..response.IndexOf('\r', StringComparison.Ordinal)]));
            Assert.That(answer.Text, Is.EqualTo(body));
            Assert.That(answer.IsChunked, Is.EqualTo(chunked));
            Assert.That(answer.Field("Connection"), Is.EqualTo(version == "1.0" ? "close" : null));
        });
        if (version == "1.0")
        {
            await client.ExpectEndAsync();
        }
    }

    [TestCase(Length, "5")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", null)]
    [TestCase("HTTP/1.1 200 OK\r\n\r\n", null)]
    public async Task Head_has_no_body_and_keeps_the_connection(string response, string? length)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync(response[..(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)]);
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.AskAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", toHead: true);
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Field("Content-Length"), Is.EqualTo(length));
        }
    }

    [Test]
    public async Task Length_of_a_response_that_has_no_body_is_dropped()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nX-Kept: 1\r\n\r\n");
        await using var proxy = await StartAsync(origin);
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Status, answer.Field("Content-Length"), answer.Field("X-Kept")), Is.EqualTo((204, (string?)null, "1")));
    }

    [Test]
    public async Task Client_of_1_0_that_asks_for_it_is_kept()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.AskAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Assert.That(answer.Field("Connection"), Is.EqualTo("keep-alive"));
            Assert.That(answer.Text, Is.EqualTo("hello"));
        }
    }

    [Test]
    public async Task Client_that_asks_for_the_end_gets_it()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.That(answer.Field("Connection"), Is.EqualTo("close"));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Response_split_at_every_byte_arrives_the_same(
        [Values(Length, Chunked, "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
        string response)
    {
        var cut = 0;
        ProxyFixture? fixture = null;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync(response[..cut]);
                await fixture!.SettleAsync();
                await connection.SendAsync(response[cut..]);
            }
        });
        await using var proxy = fixture = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var whole = "";
        for (; cut < response.Length; cut++)
        {
            var answer = await client.GetAsync();
            var all = answer.StartLine + answer.Text;
            if (answer.Status == 103)
            {
                answer = await client.ReadResponseAsync();
                all += answer.StartLine + answer.Text;
            }

            whole = cut == 0 ? all : whole;
            Assert.That(all, Is.EqualTo(whole), $"cut at {cut}");
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [TestCase("Content-Length: 5\r\n\r\n", "hello")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n")]
    [TestCase("\r\n", "hello")]
    public async Task Head_does_not_wait_for_a_body_that_is_late(string head, string body)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n" + head);
            await seen.Task;
            await connection.SendAsync(body);
        });
        await using var proxy = await StartAsync(origin);
        var pipe = proxy.OpenPipe();
        await pipe.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(await pipe.ReadUntilAsync("\r\n\r\n"), Does.StartWith("HTTP/1.1 200 "));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var answer = new WireMessage((await client.ReadHeadAsync())!, []);
        seen.SetResult();
        Assert.That(await pipe.ReadUntilAsync("hello"), Does.EndWith("hello"));
        Assert.That(System.Text.Encoding.ASCII.GetString(await client.ReadExactlyAsync(answer.IsChunked ? 8 : 5)), Does.EndWith("hello"));
    }

    [Test]
    public async Task Large_response_arrives_whole([Values] bool chunked)
    {
        var body = Bodies.Pattern(10 * 1024 * 1024);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{(chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}")}\r\n\r\n");
            await (chunked ? connection.SendAsync(Bodies.InChunks(body, 1, 70_000, 4_096, 16, 500_000)) : connection.SendAsync(body));
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.GetAsync();
        Assert.That(answer.Body.AsSpan().SequenceEqual(body));
    }
}
