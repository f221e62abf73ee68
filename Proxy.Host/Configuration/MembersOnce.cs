namespace Proxy.Host.Configuration;

/// <summary>Walks the keys of an object. A key given twice is an error, since whichever were taken, the other is lost unseen.</summary>
internal static class MembersOnce
{
    public static IEnumerable<ConfigMember> Of(ConfigNode node, ConfigProblems problems)
    {
        var seen = new Dictionary<string, ConfigPlace>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            if (seen.TryAdd(member.Name, member.Place))
            {
                yield return member;
                continue;
            }

            var first = seen[member.Name];
            var hint = node.Path.Length == 0 && first.Source != member.Place.Source ? $"; only {ConfigMerge.SpreadKeys} may be spread over several files" : "";
            problems.Add(member.Place, member.Value.Path, $"the key \"{member.Name}\" is given twice, first at {first}{hint}");
        }
    }
}
