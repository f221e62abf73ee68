using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration;

/// <summary>The table of an object's keys: how each is read, and where its value goes. Every other key is an error.</summary>
/// <typeparam name="T">The immutable record that is filled.</typeparam>
internal sealed class ObjectBinder<T>
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _later = new(StringComparer.Ordinal);

    /// <summary>Adds a key.</summary>
    public ObjectBinder<T> Key<TValue>(string name, ValueReader<TValue> read, Func<T, TValue, T> set, bool required = false)
    {
        _entries.Add(name, new((node, problems, target) => read(node, problems, out var value) ? set(target, value) : target, required));
        return this;
    }

    /// <summary>Adds keys that other versions know and this one refuses: to ignore them would run less than was asked for.</summary>
    public ObjectBinder<T> NotYet(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _later.Add(name);
        }

        return this;
    }

    /// <summary>A reader that fills <paramref name="start"/> from an object.</summary>
    public ValueReader<T> From(T start) => (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out T value) =>
    {
        value = Bind(node, start, problems);
        return node.Kind == ConfigNodeKind.Object;
    };

    /// <summary>Fills <paramref name="target"/>; keys in error leave it as it is.</summary>
    public T Bind(ConfigNode node, T target, ConfigProblems problems)
    {
        if (node.Kind != ConfigNodeKind.Object)
        {
            problems.Add(node, $"an object {{ … }} is needed, found {node.Describe()}");
            return target;
        }

        foreach (var member in MembersOnce.Of(node, problems))
        {
            if (_entries.TryGetValue(member.Name, out var entry))
            {
                target = entry.Bind(member.Value, problems, target);
            }
            else
            {
                Refuse(node, member, problems);
            }
        }

        ReportMissing(node, problems);
        return target;
    }

    private void Refuse(ConfigNode node, ConfigMember member, ConfigProblems problems)
    {
        if (_later.Contains(member.Name))
        {
            problems.Add(member.Offset, member.Value.Path, $"\"{member.Name}\" is not supported by this version");
            return;
        }

        var nearest = NameSuggestion.Nearest(member.Name, _entries.Keys);
        var hint = nearest is not null ? $"did you mean \"{nearest}\"?"
            : $"known are {string.Join(", ", _entries.Keys.Select(key => $"\"{key}\""))}";
        problems.Add(member.Offset, member.Value.Path, $"unknown key \"{member.Name}\"; {hint}");
        if (nearest is not null && !node.Members.Any(other => other.Name == nearest))
        {
            // It was meant, and is not missing. Where it is there as well, its own mistakes are told.
            problems.Silence(ConfigNode.Join(node.Path, nearest));
        }
    }

    private void ReportMissing(ConfigNode node, ConfigProblems problems)
    {
        foreach (var (name, entry) in _entries)
        {
            var path = ConfigNode.Join(node.Path, name);
            if (entry.Required && !problems.IsReported(path) && !node.Members.Any(member => member.Name == name))
            {
                problems.Add(node.Offset, path, "this key is required");
                problems.Silence(path);
            }
        }
    }

    private sealed record Entry(Func<ConfigNode, ConfigProblems, T, T> Bind, bool Required);
}
