using NUnit.Framework;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>Runs one <see cref="ResponseCase"/> in one segmentation.</summary>
internal sealed class ResponseRun(Bench bench, ResponseCase row)
{
    private readonly bool _toHead = row.Request.StartsWith("HEAD ", StringComparison.Ordinal);
    private Link? _asked;
    private Link? _asker;
    private Link? _probed;

    public async Task RunAsync(string[] pieces)
    {
        bench.OnOrigin = Serve;
        using var client = bench.Connect();
        try
        {
            client.Send(row.Request);
            while (!IsAnswered(client))
            {
                bench.Until(client, () => _asked is not null || IsAnswered(client), "the request is at the origin, or answered");
                if (_asked is not null)
                {
                    await AnswerAsync(client, pieces);
                }
            }

            // What comes behind the response is to have come before the next request.
            await bench.SettleAsync(client);
            client.Send(Probe.Request);
            bench.Until(client, () => client.HasEnded, "the client's connection ends");
            CheckClient(client);
            CheckOrigin();
        }
        catch (Exception exception) when (exception is not ResultStateException)
        {
            Assert.Fail($"{exception.Message}\n{Story(client)}");
        }
    }

    private static string Story(Link client) =>
        $"  The client got:\n{Escaped.Of(client.Received)}\n  {client.Ending}";

    private bool IsAnswered(Link client) => client.HasEnded || ClientView.Read(client, _ => _toHead).Exists(each => !each.IsInterim);

    private void Serve(Link origin)
    {
        var end = origin.Received.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (end < 4)
        {
            return;
        }

        var isProbe = origin.Received.StartsWith(Probe.Line, StringComparison.Ordinal);
        origin.Forget(end);
        if (isProbe)
        {
            _probed = origin;
            origin.Send(Probe.Response);
        }
        else
        {
            _asked = _asker = origin;
        }
    }

    private async Task AnswerAsync(Link client, string[] pieces)
    {
        var origin = _asked!;
        _asked = null;
        foreach (var piece in pieces.Where(_ => !origin.HasEnded))
        {
            origin.Send(piece);
            await bench.SettleAsync(client);
        }

        if (row.End != OriginEnd.Waits && !origin.HasEnded)
        {
            Action end = row.End == OriginEnd.Resets ? origin.Reset : origin.Dispose;
            end();
            await bench.SettleAsync(client);
        }
    }

    private void CheckClient(Link client) => Assert.Multiple(() =>
    {
        var messages = ClientView.Read(client, index => _toHead && index == 0);
        if (row.Fate == Fate.Aborted)
        {
            CheckAborted(messages);
        }
        else
        {
            messages = ClientView.CheckFate(client, messages, row.Fate);
            ClientView.CheckDates(messages);
            CheckMessages(messages);
        }

        if (TestContext.CurrentContext.Result.Assertions.Any())
        {
            Assert.Fail(Story(client));
        }
    });

    // Where the fault is seen before the head has left, 502 says so; else the response lacks its end.
    private static void CheckAborted(List<Message> messages)
    {
        var whole = messages.Where(each => each.IsComplete && !each.IsInterim && each.Body != Probe.Body).Select(each => each.Status);
        Assert.That(whole, Is.All.EqualTo(502), "statuses of whole responses");
    }

    private void CheckMessages(List<Message> messages)
    {
        string[][] interim = [.. messages.Where(each => each.IsInterim).Select(each => ClientView.Ordered(each.Lines))];
        Assert.That(interim, Is.EqualTo(row.Interim.Select(ClientView.Ordered).ToArray()), "interim responses");
        var final = messages.Where(each => !each.IsInterim).ToArray();
        Assert.That(final, Has.Length.EqualTo(1), "final responses");
        if (row.Lines.Length == 0)
        {
            Assert.That(final[0].Status, Is.EqualTo(502));
            return;
        }

        var hasDate = StrictReader.Values(row.Lines, "Date").Length > 0;
        var lines = final[0].Lines.Where(line => (hasDate || !line.StartsWith("Date:", StringComparison.Ordinal)) && line is not ("Connection: close" or "Connection: keep-alive"));
        Assert.That(ClientView.Ordered(lines), Is.EqualTo(ClientView.Ordered(row.Lines)), "lines of the response");
        Assert.That(final[0].Body, Is.EqualTo(row.Body), "body of the response");
        Assert.That(final[0].Trailers, Is.EqualTo(row.Trailers), "trailer fields of the response");
    }

    // The next request tells which connection is used; where the client's is closed, another client asks it.
    private void CheckOrigin()
    {
        using var other = bench.Connect();
        if (_probed is null)
        {
            other.Send(Probe.Request);
            bench.Until(other, () => other.HasEnded, "another client's connection ends");
            Assert.That(ClientView.Read(other, _ => false).Select(each => each.Body), Is.EqualTo(new[] { Probe.Body }), "what another client gets");
        }

        Assert.That(_probed == _asker, Is.EqualTo(row.IsReused), "the origin's connection is used again");
        if (!row.IsReused)
        {
            bench.Until(other, () => _asker!.HasEnded, "the origin's connection is closed");
        }
    }
}
