using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>Which loop of a proxy probes which endpoint: each endpoint one, and each loop as many as the others.</summary>
internal sealed class ProbeRoster
{
    private readonly Lock _changing = new(); // taken by no loop
    private readonly List<EndpointProber> _early = []; // before there were loops
    private LoopProbes[] _lanes = [];
    private TimeProvider _clock = TimeProvider.System;

    /// <summary>There are loops from now on. Never on one of them.</summary>
    /// <param name="lanes">One of each loop.</param>
    /// <param name="clock">Tells when a probe ended.</param>
    public void Start(IEnumerable<LoopProbes> lanes, TimeProvider clock)
    {
        lock (_changing)
        {
            (_lanes, _clock) = ([.. lanes], clock);
            _early.ForEach(Assign);
            _early.Clear();
        }
    }

    /// <summary>
    /// A group is to have these members: they are probed from now on as its options say. Whoever is new, and not believed in, is so before anybody can choose it. Those
    /// that go are told by <see cref="Endpoint.Remove"/>. Never on a loop.
    /// </summary>
    /// <param name="options">How to probe, or null for not at all.</param>
    /// <param name="before">The members it had.</param>
    /// <param name="members">Those it is to have.</param>
    public void Adopt(HealthCheckOptions? options, IReadOnlyList<EndpointMember> before, IReadOnlyList<EndpointMember> members)
    {
        lock (_changing)
        {
            var known = before.Select(member => member.Endpoint).ToHashSet();
            foreach (var endpoint in members.Select(member => member.Endpoint))
            {
                Adopt(options, endpoint, isNew: !known.Contains(endpoint));
            }
        }
    }

    private void Adopt(HealthCheckOptions? options, Endpoint endpoint, bool isNew)
    {
        if (options is null)
        {
            endpoint.Prober?.Stop();
            endpoint.Prober = null;
        }
        else if (endpoint.Prober is { } present)
        {
            present.Change(new ProbeCheck(options, endpoint));
        }
        else
        {
            // One that has served unprobed so far goes on: that probes were turned on is no news of it.
            var state = isNew && options.Initial == InitialHealth.ProbeFirst ? ProbeState.Pending : ProbeState.Up;
            endpoint.Prober = new EndpointProber(endpoint, new ProbeCheck(options, endpoint), state);
            if (_lanes.Length == 0)
            {
                _early.Add(endpoint.Prober);
            }
            else
            {
                Assign(endpoint.Prober);
            }
        }
    }

    private void Assign(EndpointProber prober) => prober.Begin(_lanes.MinBy(lane => lane.Assigned)!, _clock);
}
