namespace Proxy.Core.Configuration;

/// <summary>Words for a name nobody knows, with the nearest one that exists.</summary>
public static class NameSuggestion
{
    /// <summary>"no KIND is named "X"", and what was probably meant.</summary>
    public static string Unknown(string kind, string name, IEnumerable<string> known)
    {
        var names = known.ToArray();
        var nearest = Nearest(name, names);
        var hint = nearest is not null ? $"; did you mean \"{nearest}\"?"
            : names.Length > 0 ? $"; known are {string.Join(", ", names.Select(n => $"\"{n}\""))}" : "";
        return $"no {kind} is named \"{name}\"{hint}";
    }

    /// <summary>The known name within a third of the word's length in edits, or null.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        var best = known
            .Select(candidate => (candidate, distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.distance)
            .FirstOrDefault();
        return best.candidate is not null && best.distance <= Math.Max(1, Math.Max(name.Length, best.candidate.Length) / 3) ? best.candidate : null;
    }

    // Edits (insert, delete, replace, swap of neighbors) that turn one word into the other.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
