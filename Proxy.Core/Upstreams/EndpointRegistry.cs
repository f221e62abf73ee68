using System.Net;

namespace Proxy.Core.Upstreams;

/// <summary>
/// Numbers endpoints, and finds those again that were there before: the same address, as written and as resolved, in the upstream of the same name. An
/// upstream that names one address twice has two endpoints there.
/// </summary>
internal sealed class EndpointRegistry
{
    private readonly Dictionary<Key, Queue<Endpoint>> _present = [];
    private readonly HashSet<int> _taken = [];
    private int _next;

    /// <param name="present">The upstreams that run now.</param>
    public EndpointRegistry(IEnumerable<Upstream> present)
    {
        foreach (var upstream in present)
        {
            foreach (var endpoint in upstream.Endpoints)
            {
                var key = Key.Of(upstream.Options.Name, endpoint.Name, endpoint.Address);
                if (!_present.TryGetValue(key, out var same))
                {
                    _present.Add(key, same = new Queue<Endpoint>());
                }

                same.Enqueue(endpoint);
                _taken.Add(endpoint.Id);
            }
        }
    }

    /// <summary>The endpoint that was there before, or a new one under a number that none of those has.</summary>
    public Endpoint Take(string upstream, string name, EndPoint address)
    {
        if (_present.TryGetValue(Key.Of(upstream, name, address), out var same) && same.TryDequeue(out var endpoint))
        {
            return endpoint;
        }

        // The lowest that is free, so that numbers stay about as low as there are endpoints, however often they come and go.
        while (!_taken.Add(_next))
        {
            _next++;
        }

        return new Endpoint(_next, name, address);
    }

    private readonly record struct Key(string Upstream, string Name, string Address)
    {
        public static Key Of(string upstream, string name, EndPoint address) => new(upstream, name, address.ToString()!);
    }
}
