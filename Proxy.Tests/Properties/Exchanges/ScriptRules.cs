using Proxy.Tests.Properties.Model;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>What holds where an origin answers with anything at all, and closes.</summary>
internal static class ScriptRules
{
    /// <summary>Each response that came whole is what the naive reader makes of the origin's bytes, or the proxy's own.</summary>
    public static void Check(ExchangeResult exchange, byte[] script, List<NaiveMessage> finals)
    {
        for (var i = 0; i < finals.Count; i++)
        {
            var method = exchange.Methods[i];
            var said = NaiveHttp.ReadResponses(script, [method], ended: true, most: 1);
            var final = said.Messages.Find(message => !message.IsInterim);
            if (!IsOwn(finals[i]) && !EndsHere(exchange, i))
            {
                ExchangeRules.Require(final is not null, "client gets a response that is none", said.Why, exchange);
                var difference = ResponseModel.Differs(final!, finals[i]);
                ExchangeRules.Require(difference is null, "client reads another response", $"{difference}", exchange);
            }
        }
    }

    /// <summary>Behind a 101 that was asked for, the origin's bytes pass as they are; up to their end, where the connection ends in order.</summary>
    public static void CheckTunnel(ExchangeResult exchange, byte[] script, List<NaiveMessage> got)
    {
        if (got.Find(message => message.Status == 101) is not { } opened)
        {
            return;
        }

        var index = got.Count(message => !message.IsInterim);
        var request = exchange.Sent.Messages.ElementAtOrDefault(index);
        var wasAsked = request is { Version: "1.1" } && request.Lists("Connection", "Upgrade") && request.All("Upgrade").Count > 0;
        ExchangeRules.Require(wasAsked, "a switch nobody asked for", "", exchange);
        var said = NaiveHttp.ReadResponses(script, [], ended: true, most: 1).Messages.Find(message => message.Status == 101);
        ExchangeRules.Require(said is not null, "a switch the origin did not make", "", exchange);
        var passed = exchange.Client.Bytes.AsSpan(opened.End);
        var sent = script.AsSpan(said!.End);
        var isWhole = exchange.Client.Aborted ? sent.StartsWith(passed) : sent.SequenceEqual(passed);
        ExchangeRules.Require(isWhole, "a tunnel changes what passes", "", exchange);
    }

    // RFC 9110 §7.6.2: the proxy is the last to get it, and answers; to a head that is whole, whatever stands behind it.
    private static bool EndsHere(ExchangeResult exchange, int index) =>
        (exchange.Sent.Messages.ElementAtOrDefault(index) ?? exchange.Sent.Last) is { Method: "OPTIONS" } request
        && request.All("Max-Forwards") is [var limit]
        && limit.Trim('0').Length == 0;

    // An error page: its text names the status and nothing else. For HEAD it has a length and no text.
    private static bool IsOwn(NaiveMessage response) =>
        response.Status >= 400
        && response.All("Content-Type") is ["text/plain"]
        && (response.Body.Length == 0 || response.Body.AsSpan().StartsWith(System.Text.Encoding.ASCII.GetBytes($"{response.Status}")));
}
