using NUnit.Framework;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>What a client got on one connection, message by message.</summary>
internal static class ClientView
{
    /// <summary>Reads everything; <paramref name="toHead"/> says which of the final responses answer HEAD.</summary>
    public static List<Message> Read(Link client, Func<int, bool> toHead)
    {
        List<Message> messages = [];
        var (at, finals) = (0, 0);
        while (StrictReader.Read(client.Received, ref at, toHead(finals), client.HasEnded, !client.WasReset) is { } message)
        {
            messages.Add(message);
            finals += message.IsInterim ? 0 : 1;
        }

        return messages;
    }

    /// <summary>Checks that the connection's fate is the one that was to be, and told; answers the messages of the case alone.</summary>
    public static List<Message> CheckFate(Link client, List<Message> messages, Fate fate)
    {
        var ofCase = messages.Where(each => each.Body != Probe.Body).ToList();
        var wasKept = ofCase.Count < messages.Count;
        var said = ofCase.Count > 0 && ofCase[^1].Values("Connection").Contains("close");
        Assert.That(client.WasReset, Is.False, "the client's connection was reset");
        Assert.That(wasKept, Is.EqualTo(fate switch { Fate.Kept => true, Fate.Closed => false, _ => !said }), "a further request was served");
        if (ofCase.Count > 0)
        {
            Assert.That(said, Is.EqualTo(!wasKept), "the last response says close");
        }

        Assert.That(ofCase, Has.All.Matches<Message>(each => each is { IsComplete: true }));
        return ofCase;
    }

    /// <summary>Each final response tells its time once (RFC 9110 §6.6.1).</summary>
    public static void CheckDates(IEnumerable<Message> messages) =>
        Assert.That(messages.Where(each => !each.IsInterim).Select(each => each.Values("Date").Length), Is.All.EqualTo(1), "number of Date fields");

    /// <summary>Field lines in an order that does not matter, but for lines of one name (RFC 9110 §5.3).</summary>
    public static string[] Ordered(IEnumerable<string> lines) =>
        [.. lines.Take(1), .. lines.Skip(1).OrderBy(line => line[..line.IndexOf(':', StringComparison.Ordinal)].ToUpperInvariant(), StringComparer.Ordinal)];
}
