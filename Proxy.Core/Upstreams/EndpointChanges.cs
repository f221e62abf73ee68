namespace Proxy.Core.Upstreams;

/// <summary>What was changed in a group at run time, on top of what its file or its discovery says. Used under the group's lock.</summary>
internal sealed class EndpointChanges
{
    private readonly List<EndpointMember> _added = [];
    private readonly HashSet<(string Name, string Address)> _removed = [];
    private readonly Dictionary<(string Name, string Address), int> _weights = [];

    /// <summary>The members as they are with the changes.</summary>
    public EndpointMember[] Apply(IEnumerable<EndpointMember> members) =>
        [.. members.Concat(_added).Where(member => !_removed.Contains(KeyOf(member.Endpoint))).Select(Weighed)];

    /// <summary>One more, until it is removed.</summary>
    public void Add(EndpointMember member)
    {
        _removed.Remove(KeyOf(member.Endpoint));
        _added.Add(member);
    }

    /// <summary>One less, even where file or discovery have it.</summary>
    public void Remove(Endpoint endpoint)
    {
        _weights.Remove(KeyOf(endpoint));
        if (_added.RemoveAll(member => member.Endpoint == endpoint) == 0)
        {
            _removed.Add(KeyOf(endpoint));
        }
    }

    public void SetWeight(Endpoint endpoint, int weight) => _weights[KeyOf(endpoint)] = weight;

    /// <summary>The file's word is the last.</summary>
    public void Clear()
    {
        _added.Clear();
        _removed.Clear();
        _weights.Clear();
    }

    // An address that is resolved again is another object.
    private static (string Name, string Address) KeyOf(Endpoint endpoint) => (endpoint.Name, endpoint.Address.ToString()!);

    private EndpointMember Weighed(EndpointMember member) =>
        _weights.TryGetValue(KeyOf(member.Endpoint), out var weight) ? member with { Weight = weight } : member;
}
