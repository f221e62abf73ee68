namespace Proxy.Host.Configuration;

/// <summary>
/// Makes one configuration of several files: named objects side by side, routes one behind the other, everything else from the one file that gives it.
/// What two files give is left in twice, for the binder to refuse.
/// </summary>
internal static class ConfigMerge
{
    public const string Include = "include";
    public const string Schema = "$schema";
    public const string Routes = "routes";
    public const string SpreadKeys = "listeners, routes and upstreams";

    /// <summary>Of a file only what it includes.</summary>
    public static ConfigNode IncludesOf(ConfigNode root) =>
        new() { Kind = root.Kind, Place = root.Place, Path = root.Path, Members = [.. root.Members.Where(member => member.Name == Include)] };

    /// <summary>The whole.</summary>
    /// <param name="roots">The files in the order they were read, the one that includes the others first.</param>
    /// <param name="problems">Where a file that is no object is reported; the first is left to the binder.</param>
    public static ConfigNode Merge(IReadOnlyList<ConfigNode> roots, ConfigProblems problems)
    {
        var (main, members) = (roots[0], new List<ConfigMember>());
        foreach (var root in roots)
        {
            if (root.Kind != ConfigNodeKind.Object && root != main)
            {
                problems.Add(root.Place, "", $"an object {{ … }} is needed, found {root.Describe()}");
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in root.Members.Where(member => member.Name != Include && (member.Name != Schema || root == main)))
            {
                // Twice in one file stays twice.
                Add(member, seen.Add(member.Name), members, problems);
            }
        }

        return new() { Kind = main.Kind, Place = main.Place, Path = main.Path, Text = main.Text, Members = members, Items = main.Items };
    }

    private static void Add(ConfigMember member, bool isFirstOfFile, List<ConfigMember> members, ConfigProblems problems)
    {
        var at = isFirstOfFile && KindOf(member.Name) is not null ? members.FindIndex(other => other.Name == member.Name) : -1;
        if (at < 0)
        {
            members.Add(member);
        }
        else if (members[at].Value.Kind != KindOf(member.Name))
        {
            // Wrong in an earlier file, where the binder says so; what this file has still counts.
            members.Insert(at, member);
            problems.Add(members[at + 1].Value, WrongKind(members[at + 1].Value));
            members.RemoveAt(at + 1);
        }
        else if (member.Value.Kind != KindOf(member.Name))
        {
            problems.Add(member.Place, member.Value.Path, WrongKind(member.Value));
        }
        else
        {
            members[at] = members[at] with { Value = Join(members[at].Value, member.Value) };
        }
    }

    private static ConfigNodeKind? KindOf(string key) => key switch
    {
        "listeners" or "upstreams" => ConfigNodeKind.Object,
        Routes => ConfigNodeKind.Array,
        _ => null,
    };

    private static string WrongKind(ConfigNode node) => $"{(node.Path == Routes ? "an array [ … ]" : "an object { … }")} is needed, found {node.Describe()}";

    private static ConfigNode Join(ConfigNode first, ConfigNode second) => new()
    {
        Kind = first.Kind,
        Place = first.Place,
        Path = first.Path,
        Members = [.. first.Members, .. second.Members],
        Items = [.. first.Items, .. second.Items],
    };
}
