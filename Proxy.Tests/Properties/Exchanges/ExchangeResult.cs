using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>All that was seen of one client's connection.</summary>
/// <param name="Sent">The client's requests, as the naive reader reads them.</param>
/// <param name="Origin">What the origin saw.</param>
/// <param name="Client">What the client got.</param>
/// <param name="Forwards">How often the proxy says that it sent a request on.</param>
internal sealed record ExchangeResult(NaiveStream Sent, OriginRecord Origin, ClientResult Client, long Forwards)
{
    /// <summary>The methods that responses answer, in order; the last may be of a request that is cut or wrong behind it.</summary>
    public List<string> Methods { get; } = [.. Sent.Messages.Select(message => message.Method), Sent.Last?.Method ?? ""];

    public override string ToString() =>
        $"client sent {Sent.End} {Sent.Why} {string.Join(" // ", Sent.Messages)}; origin saw {Forwards} tries: {string.Join(" // ", Origin.Requests)}; "
        + $"client got {(Client.Aborted ? "an abort behind " : "")}<{Escaped.Of(Client.Bytes)}>";
}
