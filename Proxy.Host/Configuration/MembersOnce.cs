namespace Proxy.Host.Configuration;

/// <summary>Walks the keys of an object. A key given twice is an error, since whichever were taken, the other is lost unseen.</summary>
internal static class MembersOnce
{
    public static IEnumerable<ConfigMember> Of(ConfigNode node, ConfigProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            if (seen.Add(member.Name))
            {
                yield return member;
            }
            else
            {
                problems.Add(member.Offset, member.Value.Path, $"the key \"{member.Name}\" is given twice");
            }
        }
    }
}
