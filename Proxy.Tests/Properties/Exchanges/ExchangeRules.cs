using System.Globalization;
using Proxy.Tests.Properties.Model;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>What holds for every exchange.</summary>
internal static class ExchangeRules
{
    /// <summary>The origin saw requests only, and as many as the proxy says; they are the client's, in order.</summary>
    public static void CheckOrigin(ExchangeResult exchange)
    {
        var seen = exchange.Origin.Requests;
        Require(exchange.Origin.Faults.Count == 0, "origin gets no single request", string.Join(" // ", exchange.Origin.Faults), exchange);
        Require(seen.Count <= exchange.Forwards, "origin sees more requests than were sent on", $"{seen.Count}", exchange);

        // Whichever the proxy answers itself, those sent on keep their order. A try that got no byte of an answer may be repeated.
        var next = 0;
        NaiveMessage? last = null;
        foreach (var request in seen)
        {
            var isRepeated = exchange.Origin.Script is { Length: 0 } && last is not null && RequestModel.Differs(last, request) is null;
            if (isRepeated)
            {
                continue;
            }

            string? difference = "the client sent no more";
            while (next < exchange.Sent.Messages.Count && (difference = RequestModel.Differs(exchange.Sent.Messages[next], request)) is not null)
            {
                next++;
            }

            Require(next < exchange.Sent.Messages.Count, "origin reads another request", $"{difference}", exchange);
            last = exchange.Sent.Messages[next++];
        }
    }

    /// <summary>The client got responses only, one for each request at the most, each the origin's to that very request or the proxy's own.</summary>
    public static void CheckClient(ExchangeResult exchange)
    {
        var got = NaiveHttp.ReadResponses(exchange.Client.Bytes, exchange.Methods, ended: !exchange.Client.Aborted);
        Require(got.End != NaiveVerdict.Wrong, "client gets no HTTP", got.Why, exchange);
        Require(got.End == NaiveVerdict.Whole || exchange.Origin.Script is not null, "client gets a cut response", got.Why, exchange);
        var finals = got.Messages.Where(message => !message.IsInterim).ToList();
        var mayBeAnswered = exchange.Sent.Messages.Count + (exchange.Sent.End == NaiveVerdict.Whole ? 0 : 1);
        Require(finals.Count <= mayBeAnswered, "more responses than requests", $"{finals.Count}", exchange);
        Require(finals.SkipLast(1).All(response => !response.Lists("Connection", "close")), "a response behind the last", "", exchange);
        if (exchange.Origin.Script is { } script)
        {
            ScriptRules.Check(exchange, script, finals);
            ScriptRules.CheckTunnel(exchange, script, got.Messages);
        }
        else
        {
            CheckAnswers(exchange, finals);
        }
    }

    // The origin's answers say which request they answer: all of those that it saw are answered, to whom they belong.
    private static void CheckAnswers(ExchangeResult exchange, List<NaiveMessage> finals)
    {
        var seen = exchange.Origin.Requests;
        var answered = 0;
        for (var i = 0; i < finals.Count; i++)
        {
            if (finals[i].All(OriginRecord.Seen) is not [var number])
            {
                continue;
            }

            Require(number == answered.ToString(CultureInfo.InvariantCulture), "an answer to another request", number, exchange);
            Require(i < exchange.Sent.Messages.Count, "an answer to a request that is none", exchange.Sent.Why, exchange);
            var difference = RequestModel.Differs(exchange.Sent.Messages[i], seen[answered++]);
            Require(difference is null, "origin reads another request", $"{difference}", exchange);
        }

        Require(answered == seen.Count, "an answer that did not reach the client", $"{answered} of {seen.Count}", exchange);
        var saysClose = finals.Count > 0 && finals[^1].Lists("Connection", "close");
        Require(finals.Count >= exchange.Sent.Messages.Count || saysClose, "a request without an answer", $"{finals.Count}", exchange);
    }

    public static void Require(bool holds, string kind, string detail, ExchangeResult exchange)
    {
        if (!holds)
        {
            throw new PropertyException(kind, $"{detail}; {exchange}");
        }
    }
}
