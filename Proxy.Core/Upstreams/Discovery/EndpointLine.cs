using System.Globalization;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// One line of a file of endpoints: <c>ADDRESS [weight=N] [priority=N] [drain]</c>, with words apart by blanks, in any order behind the address; what follows
/// a <c>#</c> is a comment. Lines rather than JSON: a script appends or drops one with what every system has, and an error has a line.
/// </summary>
internal sealed record EndpointLine(string Name, NetworkAddress Address)
{
    private const int MaxWeight = 1000;
    private const int MaxPriority = 65535;

    public int Weight { get; private init; } = 1;

    public int Priority { get; private init; }

    public bool Drains { get; private init; }

    /// <summary>What the line says; null for one that says nothing.</summary>
    /// <exception cref="EndpointSourceException">It cannot be read.</exception>
    public static EndpointLine? Parse(string text)
    {
        var words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return null;
        }

        return NetworkAddress.TryParseEndpoint(words[0], out var address, out var problem)
            ? words.Skip(1).Aggregate(new EndpointLine(words[0], address), static (line, word) => line.With(word))
            : throw Error(problem);
    }

    /// <summary>Adds the endpoints of the line; how long they hold.</summary>
    public async Task<TimeSpan> AddToAsync(
        List<DiscoveredEndpoint> endpoints, HostLookup lookup, HoldTimes times, CancellationToken cancellationToken)
    {
        if (Address.IsLiteral)
        {
            endpoints.Add(new(Name, Address.ToEndPoint(), null, Weight, Priority, Drains));
            return TimeSpan.MaxValue;
        }

        var source = new HostSource(Name, Address.Host!, Address.Port, lookup);
        var answer = await source.LookUpAsync(cancellationToken).ConfigureAwait(false);
        endpoints.AddRange(answer.Endpoints.Select(endpoint => endpoint with { Weight = Weight, Priority = Priority, Drains = Drains }));
        return times.Of(answer.Holds);
    }

    private EndpointLine With(string word) => word.Split('=', 2) switch
    {
        ["drain"] => this with { Drains = true },
        ["weight", var value] => this with { Weight = Number("weight", value, 1, MaxWeight) },
        ["priority", var value] => this with { Priority = Number("priority", value, 0, MaxPriority) },
        _ => throw Error($"\"{word}\" is unknown: weight=N, priority=N or drain may follow an address"),
    };

    private static int Number(string key, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Error($"{key}={text}: a number from {min} to {max} is needed");

    // The file may hold anything: no control character of it gets into a log, and no long line.
    private static EndpointSourceException Error(string problem)
    {
        const int maxLength = 300;
        var shown = string.Concat(problem.Take(maxLength).Select(each => char.IsControl(each) ? '?' : each));
        return new EndpointSourceException(shown, isTemporary: false);
    }
}
