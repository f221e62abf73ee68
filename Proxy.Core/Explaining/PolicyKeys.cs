using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;

namespace Proxy.Core.Explaining;

/// <summary>Which keys of the configuration change a field of a name: those that hold everywhere, and those of a route, which has the last word.</summary>
internal sealed class PolicyKeys
{
    private readonly (string Key, HeaderPolicyOptions Policy)[] _policies;

    private PolicyKeys(string key, HeaderPolicyOptions everywhere, Route? route, HeaderPolicyOptions? ofRoute) =>
        _policies = route is null ? [(key, everywhere)] : [($"{RouteText.KeyOf(route)}.{key}", ofRoute!), (key, everywhere)];

    public static PolicyKeys OfRequests(ProxyOptions options, Route? route) =>
        new("requestHeaders", options.RequestHeaders, route, route?.Options.RequestHeaders);

    public static PolicyKeys OfResponses(ProxyOptions options, Route? route) =>
        new("responseHeaders", options.ResponseHeaders, route, route?.Options.ResponseHeaders);

    /// <summary>Who takes a field of this name off; null where nobody does, or only to write it anew.</summary>
    public string? Removing(string name)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        return _policies.Where(each => new FieldNames(each.Policy.Remove).Contains(bytes)).Select(each => $"{each.Key}.remove").FirstOrDefault();
    }

    /// <summary>Who writes a field of this name, or an empty text.</summary>
    public string Writing(string name)
    {
        var keys = new List<string>();
        foreach (var (key, policy) in _policies)
        {
            keys.InsertRange(0, KindsIn(policy, name).Select(kind => $"{key}.{kind}"));
            if (Has(policy.Set, name) || new FieldNames(policy.Remove).Contains(Encoding.ASCII.GetBytes(name)))
            {
                // What holds everywhere does not count any more.
                break;
            }
        }

        return string.Join(" + ", keys);
    }

    private static IEnumerable<string> KindsIn(HeaderPolicyOptions policy, string name) =>
        new (string Kind, IReadOnlyList<HeaderValueOptions> Lines)[] { ("set", policy.Set), ("append", policy.Append), ("add", policy.Add) }
            .Where(each => Has(each.Lines, name))
            .Select(each => each.Kind);

    private static bool Has(IReadOnlyList<HeaderValueOptions> lines, string name) =>
        lines.Any(line => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
