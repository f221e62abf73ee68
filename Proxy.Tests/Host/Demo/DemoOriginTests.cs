using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Proxy.Host.Demo;

namespace Proxy.Tests.Host.Demo;

public class DemoOriginTests
{
    [Test]
    public async Task It_tells_its_name_the_request_and_what_it_was_told_of_the_client()
    {
        await using var origin = new DemoOrigin("Amber");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
        client.DefaultRequestHeaders.Add("X-Other", "not told");

        var text = await client.GetStringAsync(new Uri($"http://{origin.Address}/a?b=c"));

        Assert.That(text, Is.EqualTo(
            $"Hello from Amber ({origin.Address}).\n  GET /a?b=c HTTP/1.1\n  Host: {origin.Address}\n  X-Forwarded-For: 192.0.2.1\n"));
    }

    [Test]
    public async Task One_connection_carries_many_requests_and_bodies_are_skipped()
    {
        await using var origin = new DemoOrigin("Birch");
        const string requests =
            "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nGET" +
            "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nGET\r\n0\r\nTrailer: x\r\n\r\n" +
            "HEAD /3 HTTP/1.1\r\nHost: a\r\n\r\n" +
            "PUT /4 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\nG";

        var answers = await ExchangeAsync(origin.Address, requests);

        Assert.Multiple(() =>
        {
            Assert.That(answers.Split("HTTP/1.1 200 OK\r\n"), Has.Length.EqualTo(5));
            Assert.That(answers, Does.Contain("\n  POST /1 ").And.Contain("\n  POST /2 ").And.Contain("\n  PUT /4 "));
            Assert.That(answers, Does.Not.Contain("HEAD /3").And.Contain("HTTP/1.1 100 Continue\r\n\r\n"));
        });
    }

    [Test]
    public async Task Nonsense_ends_the_connection_and_nothing_else()
    {
        await using var origin = new DemoOrigin("Cedar");

        Assert.That(await ExchangeAsync(origin.Address, "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"), Is.Empty);
        Assert.That(await ExchangeAsync(origin.Address, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), Does.Contain("Hello from Cedar"));
    }

    private static async Task<string> ExchangeAsync(string address, string requests)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(System.Net.IPEndPoint.Parse(address));
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(requests));
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
