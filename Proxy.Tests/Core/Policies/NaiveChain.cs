using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Proxy.Tests.Core.Policies;

/// <summary>
/// What a trusted peer says of a client, read with strings, lists and regular expressions from the RFCs and the documentation; the product's own parsers are
/// not looked at.
/// </summary>
internal sealed partial record NaiveChain(string Client, string Scheme, string Host, string Port)
{
    private const int MaxHops = 32;

    /// <summary>Reads the lines of a head, each a name and a value.</summary>
    public static NaiveChain Read(IReadOnlyList<(string Name, string Value)> lines, IReadOnlyList<IPNetwork> trusted)
    {
        string[] family = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"];
        return lines.Any(line => family.Contains(line.Name)) ? ReadXForwarded(lines, trusted) : ReadForwarded(lines, trusted);
    }

    private static NaiveChain ReadXForwarded(IReadOnlyList<(string Name, string Value)> lines, IReadOnlyList<IPNetwork> trusted)
    {
        var (client, hops) = ("", 0);
        foreach (var node in Members(lines, "X-Forwarded-For").Take(MaxHops))
        {
            var name = Name(node, bare: true);
            hops += name is null ? 0 : 1;
            if (name is null or "")
            {
                break;
            }

            client = name;
            if (!IsTrusted(name, trusted))
            {
                break;
            }
        }

        string At(string name) => Members(lines, name).Take(Math.Max(1, hops)).LastOrDefault() ?? "";
        return new(client, At("X-Forwarded-Proto"), At("X-Forwarded-Host"), At("X-Forwarded-Port"));
    }

    private static NaiveChain ReadForwarded(IReadOnlyList<(string Name, string Value)> lines, IReadOnlyList<IPNetwork> trusted)
    {
        var chain = new NaiveChain("", "", "", "");
        foreach (var element in Members(lines, "Forwarded").Take(MaxHops))
        {
            if (Pairs(element) is not { } pairs)
            {
                break;
            }

            var name = pairs.TryGetValue("for", out var node) ? Name(node, bare: false) : "";
            if (name is null)
            {
                break;
            }

            chain = chain with { Scheme = pairs.GetValueOrDefault("proto", chain.Scheme), Host = pairs.GetValueOrDefault("host", chain.Host) };
            if (name.Length == 0)
            {
                break;
            }

            chain = chain with { Client = name };
            if (!IsTrusted(name, trusted))
            {
                break;
            }
        }

        return chain;
    }

    // The last first, over all lines.
    private static IEnumerable<string> Members(IReadOnlyList<(string Name, string Value)> lines, string name) =>
        string.Join(',', lines.Where(line => line.Name == name).Select(line => line.Value)).Split(',').Select(member => member.Trim(' ', '\t'))
            .Where(member => member.Length > 0).Reverse();

    // The address; empty for one that is not told; null where it breaks the grammar.
    private static string? Name(string node, bool bare)
    {
        if (bare && node.Count(c => c == ':') > 1 && !node.StartsWith('['))
        {
            return Six(node);
        }

        var match = Node().Match(node);
        if (!match.Success || (match.Groups["port"] is { Success: true, Value: var port } && int.Parse(port, null) > 65535))
        {
            return null;
        }

        return match.Groups["six"].Success ? Six(match.Groups["six"].Value)
            : !match.Groups["four"].Success ? ""
            : match.Groups["four"].Value.Split('.').All(octet => int.Parse(octet, null) < 256) ? match.Groups["four"].Value : null;
    }

    private static string? Six(string text)
    {
        if (!SixCharacters().IsMatch(text) || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        return address.Equals(IPAddress.IPv6Any) ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    private static Dictionary<string, string>? Pairs(string element)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Capture pair in Element().Match(element) is { Success: true } match ? match.Groups["pair"].Captures : Element().Match("?").Captures)
        {
            var split = pair.Value.Split('=', 2);
            var isQuoted = split[1].StartsWith('"');
            var value = isQuoted ? split[1][1..^1] : split[1];
            var isOurs = split[0].ToUpperInvariant() is "FOR" or "PROTO" or "HOST";
            if (isOurs && (value.Length == 0 || value.Contains('\\', StringComparison.Ordinal) || !pairs.TryAdd(split[0], value)))
            {
                return null;
            }
        }

        return Element().IsMatch(element) ? pairs : null;
    }

    private static bool IsTrusted(string address, IReadOnlyList<IPNetwork> trusted) => trusted.Any(network => network.Contains(IPAddress.Parse(address)));

    [GeneratedRegex(@"^(?:(?<four>(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2}))|\[(?<six>[^\]]*)\]|(?i:unknown)|_[A-Za-z0-9._-]+)(?::(?:(?<port>[0-9]{1,5})|_[A-Za-z0-9._-]+))?\z")]
    private static partial Regex Node();

    [GeneratedRegex(@"^[0-9A-Fa-f:]*(?:(?<=:)(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2}))?\z")]
    private static partial Regex SixCharacters();

    [GeneratedRegex("""^(?:[ \t]*(?<pair>[!#$%&'*+\-.^_`|~0-9A-Za-z]+=(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[^"\\]|\\.)*"))?[ \t]*(?:;|\z))*\z""")]
    private static partial Regex Element();
}
