using System.IO.Pipelines;
using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Connections that somebody else accepted, whose continuations run on the thread pool.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class EmbeddingTests(TransportKind kind) : Scenario(kind)
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Put = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    [Test]
    public async Task Requests_are_served_and_the_info_is_believed()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var info = new ConnectionInfo { RemoteEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 5), Scheme = "https" };
        var pipe = proxy.OpenPipe(info);
        for (var i = 0; i < 3; i++)
        {
            await pipe.SendAsync(Put);
            await pipe.ReadUntilAsync("\r\n\r\nhello");
        }

        Assert.That(origin.Requests[0].Field("X-Forwarded-For"), Is.EqualTo("192.0.2.7"));
        Assert.That(origin.Requests[0].Field("X-Forwarded-Proto"), Is.EqualTo("https"));
        pipe.End();
        await pipe.Served.WaitAsync(Patience.Time);
        Assert.That(proxy.Statistics.OpenConnections, Is.Zero);
    }

    [Test]
    public async Task Pipe_whose_end_throws_or_blocks_holds_up_nobody([Values] bool blocks)
    {
        using var gate = new ManualResetEventSlim();
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var (toProxy, toClient) = (new Pipe(), new Pipe());
        var served = proxy.Server.ServeAsync(
            new OddPipe(new OddReader(toProxy.Reader), new OddWriter(toClient.Writer, blocks ? gate : null)), new ConnectionInfo());
        await toProxy.Writer.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
        await Patience.UntilAsync(() => proxy.Statistics.Requests == 1, "the request is served");
        var other = await proxy.ConnectAsync();
        Assert.That((await other.GetAsync()).Status, Is.EqualTo(200));
        gate.Set();
        await served.WaitAsync(Patience.Time);
    }

    [Test]
    public async Task Input_in_segments_of_a_byte_is_served([Values] bool chunked)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var pipe = proxy.OpenPipe();
        var body = new string('x', 5000);
        var request = $"POST /path HTTP/1.1\r\nHost: a\r\n{(chunked ? $"Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n" : $"Content-Length: {body.Length}\r\n\r\n{body}")}";
        foreach (var letter in request)
        {
            await pipe.SendAsync($"{letter}");
        }

        await pipe.ReadUntilAsync("\r\n\r\nhello");
        var segments = proxy.OpenPipe();
        foreach (var letter in request + request)
        {
            // Every byte a segment of its own: written, not flushed.
            segments.Output.GetSpan(4096)[0] = (byte)letter;
            segments.Output.Advance(1);
        }

        await segments.Output.FlushAsync();
        await segments.ReadUntilAsync("\r\n\r\nhello");
        await segments.ReadUntilAsync("\r\n\r\nhello");
        Assert.That(origin.Requests.Select(each => each.Text), Is.All.EqualTo(body));
    }

    [Test]
    public async Task Held_body_is_sent_again()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(connection.Index == 0 ? "" : OriginConnection.Hello);
        });
        await using var proxy = await StartAsync(origin);
        var pipe = proxy.OpenPipe();
        await pipe.SendAsync(Put);
        Assert.That(await pipe.ReadUntilAsync("\r\n\r\n"), Does.StartWith("HTTP/1.1 200 "));
        Assert.That(origin.Requests.Select(each => each.Text), Is.EqualTo(new[] { "hi", "hi" }));
    }

    [Test]
    public async Task Cancellation_cuts_the_connection([Values] bool idle)
    {
        using var origin = ScriptedOrigin.Start(connection => connection.ReadToEndAsync());
        await using var proxy = await StartAsync(origin);
        using var cancel = new CancellationTokenSource();
        var pipe = proxy.OpenPipe(cancellation: cancel.Token);
        if (!idle)
        {
            await pipe.SendAsync(Get);
            await Patience.UntilAsync(() => origin.Accepted == 1, "the request is under way");
        }

        await cancel.CancelAsync();
        await pipe.Served.WaitAsync(Patience.Time);
    }

    [Test]
    public async Task Pipe_that_fails_with_anything_is_a_lost_client_and_no_fault([Values] bool atOnce, [Values] bool inBody)
    {
        using var origin = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await StartAsync(origin);
        var pipe = proxy.OpenPipe();
        await pipe.SendAsync(inBody ? "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe" : "GET");
        if (!atOnce)
        {
            await (inBody ? Patience.UntilAsync(() => origin.Accepted == 1, "the upload begins") : proxy.SettleAsync());
        }

        pipe.End(new InvalidOperationException("no IOException"));
        await pipe.Served.WaitAsync(Patience.Time);
    }

    [Test]
    public async Task Body_that_is_cut_short_ends_with_an_error()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n");
        });
        await using var proxy = await StartAsync(origin);
        var pipe = proxy.OpenPipe();
        await pipe.SendAsync("GET / HTTP/1.0\r\n\r\n");
        Assert.That(pipe.ReadToEndAsync, Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Nothing_is_served_once_stopped()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        await proxy.Server.StopAsync();
        Assert.That(async () => await proxy.OpenPipe().Served, Throws.InvalidOperationException);
    }

    [Test]
    public async Task Refusal_reaches_the_reader_of_a_pipe_with_what_stands_before_it()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var pipe = proxy.OpenPipe();
        await pipe.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n");
        await pipe.Served.WaitAsync(Patience.Time);
        Assert.That(await pipe.ReadToEndAsync(), Does.StartWith("HTTP/1.1 200 ").And.Contain("hello").And.Contain("HTTP/1.1 400 "));
    }
}
