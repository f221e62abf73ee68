using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>The table of an object's keys: how each is read, where its value goes, and what it does. Every other key is an error.</summary>
/// <typeparam name="T">The immutable record that is filled.</typeparam>
internal sealed class ObjectBinder<T>
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _later = new(StringComparer.Ordinal);
    private readonly List<KeyShape> _keys = [];
    private readonly List<(string First, string Second)> _exclusive = [];
    private readonly T _defaults;
    private readonly IReadOnlyList<OptionRange<T>> _ranges;

    /// <param name="about">What the object is for, in a sentence.</param>
    /// <param name="defaults">What holds where the file says nothing.</param>
    /// <param name="ranges">The ranges of its options: of <see cref="OptionRanges"/>, found by the key's name.</param>
    public ObjectBinder(string about, T defaults, params IReadOnlyList<OptionRange<T>> ranges)
    {
        (_defaults, _ranges) = (defaults, ranges);
        Shape = new(about, _keys, _exclusive);
        Reader = new(Shape, Read);
    }

    /// <summary>What the object may hold.</summary>
    public ObjectShape Shape { get; }

    /// <summary>Reads an object; what it leaves out is as in the defaults.</summary>
    public ValueReader<T> Reader { get; }

    /// <summary>Adds a key.</summary>
    /// <param name="name">The key.</param>
    /// <param name="reader">Reads its value.</param>
    /// <param name="get">Its value in the record, for the default that schema and documentation tell.</param>
    /// <param name="set">Puts a value into the record.</param>
    /// <param name="description">What it does, in a sentence or two, with what happens past a bound; code stands in backticks.</param>
    /// <param name="required">That the key has to be there.</param>
    /// <param name="absent">What leaving the key out means, where the default is no value that could be written.</param>
    public ObjectBinder<T> Key<TValue>(
        string name,
        ValueReader<TValue> reader,
        Func<T, TValue?> get,
        Func<T, TValue, T> set,
        string description,
        bool required = false,
        string? absent = null)
    {
        _entries.Add(name, new((node, problems, target) => reader.TryRead(node, problems, out var value) ? set(target, value) : target, required));
        _keys.Add(new(name, reader.Shape, description)
        {
            Default = required || absent is not null ? null : reader.Write(get(_defaults)),
            Absent = absent,
            Bounds = _ranges.FirstOrDefault(range => range.Key == name)?.Bounds,
            Required = required,
        });
        return this;
    }

    /// <summary>Adds the keys of another object, side by side with its own.</summary>
    /// <param name="part">Fills that object.</param>
    /// <param name="get">The part in the record.</param>
    /// <param name="set">Puts the part into the record.</param>
    public ObjectBinder<T> Keys<TPart>(ObjectBinder<TPart> part, Func<T, TPart> get, Func<T, TPart, T> set)
    {
        foreach (var (name, entry) in part._entries)
        {
            _entries.Add(name, new((node, problems, target) => set(target, entry.Bind(node, problems, get(target))), entry.Required));
        }

        _keys.AddRange(part._keys);
        _later.UnionWith(part._later);
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

    /// <summary>Says that two keys may not stand together.</summary>
    public ObjectBinder<T> Exclude(string first, string second)
    {
        _exclusive.Add((first, second));
        return this;
    }

    /// <summary>Fills <paramref name="target"/>; keys in error leave it as it is.</summary>
    public T Bind(ConfigNode node, T target, ConfigProblems problems)
    {
        if (node.IsBroken)
        {
            return target;
        }
        else if (node.Kind != ConfigNodeKind.Object)
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
        foreach (var (first, second) in _exclusive.Where(pair => Has(node, pair.First) && Has(node, pair.Second)))
        {
            problems.Add(node.Members.First(member => member.Name == second).Value, $"excludes \"{first}\"");
        }

        return target;
    }

    private bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out T value)
    {
        // Where it is none, that is told, and the defaults stand in for it: what it was meant for is not missing.
        value = Bind(node, _defaults, problems);
        return value is not null;
    }

    private void Refuse(ConfigNode node, ConfigMember member, ConfigProblems problems)
    {
        if (_later.Contains(member.Name))
        {
            problems.Add(member.Place, member.Value.Path, $"\"{member.Name}\" is not supported by this version");
            return;
        }

        var nearest = NameSuggestion.Nearest(member.Name, _entries.Keys);
        var hint = nearest is not null ? $"did you mean \"{nearest}\"?"
            : $"known are {string.Join(", ", _entries.Keys.Select(key => $"\"{key}\""))}";
        problems.Add(member.Place, member.Value.Path, $"unknown key \"{member.Name}\"; {hint}");
        if (nearest is not null && !Has(node, nearest))
        {
            // It was meant, and is not missing. Where it is there as well, its own mistakes are told.
            problems.Silence(ConfigNode.Join(node.Path, nearest));
        }
    }

    private static bool Has(ConfigNode node, string key) => node.Members.Any(member => member.Name == key);

    private void ReportMissing(ConfigNode node, ConfigProblems problems)
    {
        foreach (var (name, entry) in _entries)
        {
            var path = ConfigNode.Join(node.Path, name);
            if (entry.Required && !problems.IsReported(path) && !Has(node, name))
            {
                problems.Add(node.Place, path, "this key is required");
                problems.Silence(path);
            }
        }
    }

    private sealed record Entry(Func<ConfigNode, ConfigProblems, T, T> Bind, bool Required);
}
