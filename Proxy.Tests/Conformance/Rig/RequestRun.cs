using NUnit.Framework;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>Runs one <see cref="RequestCase"/> in one segmentation.</summary>
internal sealed class RequestRun(Bench bench, RequestCase row)
{
    private readonly List<Message> _seen = [];
    private readonly List<string> _begun = [];
    private int _probes;

    public async Task RunAsync(string[] pieces)
    {
        bench.OnOrigin = Serve;
        using var client = bench.Connect();
        try
        {
            foreach (var piece in pieces[..^1])
            {
                client.Send(piece);
                await bench.SettleAsync(client);
            }

            client.Send(row.Ends ? pieces[^1] : pieces[^1] + Probe.Request);
            if (row.Ends)
            {
                client.EndSending();
            }

            bench.Until(client, () => client.HasEnded, "the client's connection ends");
            bench.Drain(client);
            Check(client);
        }
        catch (Exception exception) when (exception is not ResultStateException)
        {
            Assert.Fail($"{exception.Message}\n{Story(client)}");
        }
    }

    /// <summary>What has happened, for whoever has to find out why.</summary>
    private string Story(Link client) =>
        $"  The origin saw:\n{string.Join("\n", _seen)}\n{string.Join("\n", _begun.Select(each => $"  a part:\n{Escaped.Of(each)}"))}"
        + $"\n  and the probe {_probes} times. The client got:\n{Escaped.Of(client.Received)}\n  {client.Ending}";

    private void Serve(Link origin)
    {
        var at = 0;
        while (StrictReader.Read(origin.Received, ref at, toHead: false, ended: false, inOrder: true) is { } request)
        {
            origin.Forget(at);
            at = 0;
            if (Probe.Is(request))
            {
                _probes++;
                origin.Send(Probe.Response);
            }
            else
            {
                _seen.Add(request);
                var isHead = request.StartLine.StartsWith("HEAD ", StringComparison.Ordinal);
                origin.Send(isHead ? row.Answer[..(row.Answer.LastIndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)] : row.Answer);
            }
        }

        if (origin.HasEnded && origin.Received.Length > 0)
        {
            _begun.Add(origin.Received);
        }
    }

    private void Check(Link client)
    {
        _begun.AddRange(bench.Origins.Where(each => each.Received.Length > 0).Select(each => each.Received));
        Assert.Multiple(() =>
        {
            CheckOrigin();
            CheckClient(client);
            if (TestContext.CurrentContext.Result.Assertions.Any())
            {
                Assert.Fail(Story(client));
            }
        });
    }

    private void CheckOrigin()
    {
        Assert.That(_seen.Select(each => each.StartLine).ToArray(), Is.EqualTo(row.Origin.Select(each => each.Lines[0]).ToArray()), "requests at the origin");
        Assert.That(_begun.Count == 0 || row.MayBegin, "the origin saw the begin of a request that was not to reach it");
        foreach (var (request, expected) in _seen.Zip(row.Origin))
        {
            var lines = expected.Lines.Select(line => line.Replace(Seen.Origin, bench.OriginAuthority, StringComparison.Ordinal)).ToArray();
            Assert.That(ClientView.Ordered(WithoutOwnTE(request.Lines)), Is.EqualTo(ClientView.Ordered([.. lines, .. Identity(lines, expected)])), "lines at the origin");
            Assert.That(request.Body, Is.EqualTo(expected.Body), "body at the origin");
            Assert.That(request.Trailers, Is.EqualTo(expected.Trailers), "trailer fields at the origin");
        }
    }

    // RFC 9110 §10.1.4: what trailers the proxy itself takes from the origin is between these two.
    private static IEnumerable<string> WithoutOwnTE(IReadOnlyList<string> lines) => lines.Contains("TE: trailers") && lines.Contains("Connection: TE")
        ? lines.Where(line => line is not ("TE: trailers" or "Connection: TE"))
        : lines;

    // What the proxy says of the client (RFC 9110 §7.6.3 for Via).
    private string[] Identity(string[] lines, Seen expected)
    {
        var isNamed = expected.Lines.All(line => !line.Contains(Seen.Origin, StringComparison.Ordinal));
        var named = isNamed ? StrictReader.Values(lines, "Host")[0] : "";
        string[] host = isNamed ? [$"X-Forwarded-Host: {named}", $"X-Forwarded-Port: {PortOf(named)}"] : [];
        return ["X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: http", $"Via: 1.{expected.Minor} {bench.Pseudonym}", .. host];
    }

    // RFC 3986 §3.2.3: an empty port is the default one, and so is none.
    private static string PortOf(string authority) => authority[(authority.LastIndexOf(']') + 1)..].Split(':') is [_, { Length: > 0 } port] ? port : "80";

    private void CheckClient(Link client)
    {
        var messages = ClientView.Read(client, AnswersHead);
        if (row.Ends)
        {
            // RFC 9112 §8: an incomplete request may be answered with an error.
            Assert.That(messages.Count(each => each.Status < 400), Is.Zero, "good responses to a request that was cut short");
            return;
        }

        messages = ClientView.CheckFate(client, messages, row.Fate);
        ClientView.CheckDates(messages);
        Assert.That(_probes, Is.EqualTo(row.Fate switch { Fate.Kept => 1, Fate.Closed => 0, _ => _probes }), "probes at the origin");
        Assert.That(messages.Select(each => each.Status).ToArray(), Is.EqualTo(row.Statuses), "statuses");
        if (messages.Count == 0)
        {
            return;
        }

        Assert.That(row.Says, Is.SubsetOf(messages[^1].Lines), "field lines of the response");
        if (messages[^1].Status < 300 && row.Origin.Count > 0)
        {
            Assert.That(messages[^1].Body, Is.EqualTo(AnswersHead(row.Origin.Count - 1) ? "" : row.Body), "body of the response");
        }
    }

    private bool AnswersHead(int index) => index < row.Origin.Count
        ? row.Origin[index].Lines[0].StartsWith("HEAD ", StringComparison.Ordinal)
        : index == 0 && row.Input.StartsWith("HEAD ", StringComparison.Ordinal);
}
