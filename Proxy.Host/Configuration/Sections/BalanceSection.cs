using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys <c>balance</c> and <c>hash</c> of <c>upstreams.NAME</c>.</summary>
internal static class BalanceSection
{
    public const string Description =
        "How an endpoint is chosen, always by weight: `\"powerOfTwoChoices\"`, `\"leastRequests\"` by what is in flight, `\"peakEwma\"` by latency too, `\"roundRobin\"` in turn, "
        + "`\"random\"` by chance, `\"consistentHash\"` the same key to the same endpoint, `\"first\"` the first of the list that can be chosen.";

    private static readonly Dictionary<string, BalanceAlgorithm> Algorithms = new(StringComparer.Ordinal)
    {
        ["powerOfTwoChoices"] = BalanceAlgorithm.PowerOfTwoChoices,
        ["roundRobin"] = BalanceAlgorithm.RoundRobin,
        ["random"] = BalanceAlgorithm.Random,
        ["leastRequests"] = BalanceAlgorithm.LeastRequests,
        ["peakEwma"] = BalanceAlgorithm.PeakEwma,
        ["consistentHash"] = BalanceAlgorithm.ConsistentHash,
        ["first"] = BalanceAlgorithm.First,
    };

    public static ValueReader<BalanceAlgorithm> Reader { get; } = Values.OneOf("algorithm", Algorithms);

    public static ObjectBinder<HashOptions> Hash { get; } =
        new ObjectBinder<HashOptions>("What `\"consistentHash\"` goes by. Who comes or goes takes its own keys along, and hardly one of the others'.", new(), OptionRanges.Hash)
        .Key(
            "key",
            Values.Text,
            hash => hash.Key,
            (hash, value) => hash with { Key = value },
            "Text with variables, as in `\"{header.X-Tenant}\"`, `\"{cookie.user}\"`, `\"{path}\"` or `\"{query.id}\"`. An empty one is left to chance.")
        .Key(
            "maxLoadPercent",
            Values.Int32,
            hash => hash.MaxLoadPercent,
            (hash, value) => hash with { MaxLoadPercent = value },
            "What an endpoint may have in flight, in percent of its share of all that the upstream has; past it a key goes to the next endpoint of its own.");
}
