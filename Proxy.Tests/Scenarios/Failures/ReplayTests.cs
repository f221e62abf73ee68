using System.Globalization;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What may be sent again and what never is, counted at the origins.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ReplayTests(TransportKind kind) : Scenario(kind)
{
    private const int Seed = 20260102;

    private static readonly string[] SentOnce =
    [
        "POST {0} HTTP/1.1\r\nHost: a\r\nX-Sent: 2\r\nContent-Length: 2\r\n\r\nhi",
        "POST {0} HTTP/1.1\r\nHost: a\r\nX-Sent: 0\r\nContent-Length: 0\r\n\r\n",
        "PATCH {0} HTTP/1.1\r\nHost: a\r\nX-Sent: 2\r\nContent-Length: 2\r\n\r\nhi",
        "PAY {0} HTTP/1.1\r\nHost: a\r\nX-Sent: 0\r\n\r\n",
        "POST {0} HTTP/1.1\r\nHost: a\r\nX-Sent: 5\r\nContent-Length: 9\r\n\r\nhello",
        "PUT {0} HTTP/1.1\r\nHost: a\r\nX-Sent: 5\r\nContent-Length: 9\r\n\r\nhello",
        "POST {0} HTTP/1.1\r\nHost: a\r\nX-Sent: 10\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ];

    private static readonly string[] Faults = ["close", "reset", "HTTP/1.1 2|close", "HTTP/1.1 2|reset", Responses.Interim + "|close", "no\r\n\r\n|close"];

    [Test]
    public async Task Request_of_which_a_byte_went_out_reaches_no_origin_again([Values] bool pooled)
    {
        var fault = "";
        using var a = ScriptedOrigin.Start(connection => FailAsync(connection, () => fault));
        using var b = ScriptedOrigin.Start(connection => FailAsync(connection, () => fault));
        await using var proxy = await ProxyFixture.StartAsync(InTurn(Options(a.Address, b.Address)));
        var number = 0;
        foreach (var request in SentOnce)
        {
            foreach (var each in Faults)
            {
                var client = await proxy.ConnectAsync();
                fault = "";
                for (var i = 0; pooled && i < 2; i++)
                {
                    Assert.That((await client.GetAsync("/warm")).Status, Is.EqualTo(200));
                }

                fault = each;
                var target = $"/{++number}";
                await client.SendAsync(string.Format(CultureInfo.InvariantCulture, request, target));
                var answer = await client.ReadResponseAsync();
                answer = answer.Status == 103 ? await client.ReadResponseAsync() : answer;
                Assert.That(answer.Status, Is.EqualTo(502), $"{request} {each}");
                var seen = a.Requests.Concat(b.Requests).Count(one => one.StartLine.Split(' ')[1] == target);
                Assert.That(seen, Is.EqualTo(1), $"{request} {each}");
            }
        }

        Assert.That(proxy.Statistics.Retries, Is.Zero);
    }

    [Test]
    public async Task Get_over_a_connection_about_to_end_is_answered_1000_times()
    {
        var random = new Random(Seed);
        TestContext.Out.WriteLine($"seed {Seed}");
        using var origin = ScriptedOrigin.Start(connection => AnswerAndEndAsync(connection, random));
        var retry = new RetryOptions { Budget = new() { Percent = 100 } };
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(Options(origin.Address), upstream => upstream with { Retry = retry }));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 1000; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"), $"request {i}");
        }

        Assert.That(proxy.Statistics.Errors, Is.Empty);
        Assert.That(proxy.Statistics.Retries, Is.GreaterThan(100), "many were sent again");
    }

    [Test]
    public async Task Post_over_a_connection_about_to_end_is_never_seen_twice()
    {
        var random = new Random(Seed);
        TestContext.Out.WriteLine($"seed {Seed}");
        using var origin = ScriptedOrigin.Start(connection => AnswerAndEndAsync(connection, random));
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answered = 0;
        for (var i = 0; i < 1000; i++)
        {
            var answer = await client.AskAsync($"POST /{i} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            Assert.That(answer.Status, Is.AnyOf(200, 502));
            answered += answer.Status == 200 ? 1 : 0;
        }

        Assert.That(origin.Requests.Select(request => request.StartLine), Is.Unique);
        Assert.That(answered, Is.InRange(500, 900));
    }

    private static async Task FailAsync(OriginConnection connection, Func<string> fault)
    {
        while (true)
        {
            var request = await connection.NextHeadAsync();
            if (request.StartLine.Contains("/warm", StringComparison.Ordinal))
            {
                await connection.SendAsync(OriginConnection.Hello);
                continue;
            }

            await connection.ReadExactlyAsync(int.Parse(request.Field("X-Sent")!, CultureInfo.InvariantCulture));
            var parts = fault().Split('|');
            await connection.SendAsync(parts.Length > 1 ? parts[0] : "");
            if (parts[^1] == "reset")
            {
                connection.Reset();
            }

            return;
        }
    }

    // At once, a little later or when the next request arrives; in order or not.
    private static async Task AnswerAndEndAsync(OriginConnection connection, Random random)
    {
        await connection.NextAsync();
        await connection.SendAsync(OriginConnection.Hello);
        int how;
        lock (random)
        {
            how = random.Next(2000);
        }

        if (how % 4 == 1)
        {
            await connection.NextAsync();
        }

        Thread.SpinWait(how % 2 == 0 ? 0 : how * 10);
        if (how % 3 == 0)
        {
            connection.Reset();
        }
    }
}
