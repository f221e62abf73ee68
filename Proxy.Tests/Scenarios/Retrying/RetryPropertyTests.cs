using System.Collections.Concurrent;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Retrying;

/// <summary>Whatever fails in whatever order: what may be delivered once is delivered at most once, and nothing is tried more often than is allowed.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RetryPropertyTests(TransportKind kind) : Scenario(kind)
{
    private const int Rounds = 12;
    private const int RequestsARound = 60;
    private const string Busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy";

    private static readonly string[] Methods = ["GET", "PUT", "DELETE", "POST", "PATCH", "PAY"];
    private static readonly string[] Ends = [OriginConnection.Hello, OriginConnection.Hello, Busy, "", "reset", "HTTP/1.1 20", "HTTP/1.1 103 Early Hints\r\n\r\n", "early"];

    [TestCase(20260111)]
    [TestCase(20260112)]
    public async Task Holds(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            await RunAsync(new Random(random.Next()), round);
        }
    }

    private async Task RunAsync(Random random, int round)
    {
        var plans = new ConcurrentQueue<string>(Enumerable.Range(0, 2000).Select(_ => Ends[random.Next(Ends.Length)]));
        using var a = Failing(plans);
        using var b = Failing(plans);
        var retry = new RetryOptions
        {
            Attempts = random.Next(1, 6),
            On = (RetryConditions)random.Next(8),
            Statuses = random.Next(2) == 0 ? [503] : [],
            MaxBodyBytes = random.Next(2) * 100,
            Budget = new() { Percent = 900 },
        };
        string[] endpoints = random.Next(2) == 0 ? [a.Address, b.Address] : [a.Address, ScriptedOrigin.Refusing(), b.Address];
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(InTurn(Options(endpoints)), upstream => upstream with { Retry = retry }));
        for (var i = 0; i < RequestsARound; i++)
        {
            await AskAsync(proxy, random, $"/{round}-{i}");
        }

        foreach (var seen in a.Requests.Concat(b.Requests).GroupBy(request => request.StartLine))
        {
            var isIdempotent = seen.Key.Split(' ')[0] is "GET" or "PUT" or "DELETE";
            Assert.That(seen.Count(), Is.LessThanOrEqualTo(isIdempotent ? retry.Attempts + 1 : 1), $"{seen.Key}, {retry}");
            var lengths = seen.Select(request => request.Body.Length).Where(length => length > 0).Distinct();
            Assert.That(lengths.Count(), Is.LessThanOrEqualTo(1), "every whole body that arrives is the same");
        }
    }

    private static async Task AskAsync(ProxyFixture proxy, Random random, string target)
    {
        var client = await proxy.ConnectAsync();
        var method = Methods[random.Next(Methods.Length)];
        var body = method == "GET" ? "" : new string('x', random.Next(1, 150));
        var framing = body.Length == 0 ? "" : random.Next(2) == 0 ? $"Content-Length: {body.Length}\r\n" : "Transfer-Encoding: chunked\r\n";
        var rest = framing.StartsWith('T') ? $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n" : body;
        var first = random.Next(2) == 0 ? rest : rest[..random.Next(rest.Length + 1)];
        await client.SendAsync($"{method} {target} HTTP/1.1\r\nHost: a\r\n{framing}\r\n{first}");
        if (random.Next(2) == 0)
        {
            await proxy.SettleAsync();
        }

        try
        {
            await client.SendAsync(rest[first.Length..]);
            var answer = await client.ReadResponseAsync();
            answer = answer.Status == 103 ? await client.ReadResponseAsync() : answer;
            Assert.That(answer.Status, Is.AnyOf(200, 400, 502, 503), target);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // It was answered before all of it was sent, and the connection ended with the answer.
        }

        client.Reset();
    }

    private static ScriptedOrigin Failing(ConcurrentQueue<string> plans) => ScriptedOrigin.Start(async connection =>
    {
        while (plans.TryDequeue(out var end))
        {
            if (end == "early")
            {
                await connection.NextHeadAsync();
                await connection.SendAsync(Busy);
                return;
            }

            if (await connection.NextAsync() is null)
            {
                return;
            }

            if (end == "reset")
            {
                connection.Reset();
                return;
            }

            await connection.SendAsync(end);
            if (end is not (OriginConnection.Hello or Busy))
            {
                return;
            }
        }
    });
}
