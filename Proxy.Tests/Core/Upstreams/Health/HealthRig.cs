using System.Net;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Health;

/// <summary>A group of endpoints that nobody asks, whose tries a test makes up, by a clock that it turns.</summary>
internal sealed class HealthRig
{
    public HealthRig(UpstreamOptions options, int endpoints)
    {
        Group = new EndpointGroup(options, loops: 0, new HealthServices { Clock = Clock, Logger = Log, Totals = Totals });
        Endpoints = [.. Enumerable.Range(0, endpoints).Select(i => new Endpoint(Group, $"{i}", new IPEndPoint(IPAddress.Loopback, i + 1), loops: 0))];
        Replace(Endpoints);
    }

    public ManualClock Clock { get; } = new();

    public RecordingLog Log { get; } = new();

    public HealthTotals Totals { get; } = new();

    public EndpointGroup Group { get; }

    public Endpoint[] Endpoints { get; }

    /// <summary>Who may be chosen now.</summary>
    public string Chosen => string.Concat(Group.Set.Endpoints.Select(endpoint => endpoint.Name));

    public IEnumerable<string> Lines => Log.Lines.Select(line => line.Text);

    public void Replace(params IEnumerable<Endpoint> endpoints) => Group.Replace(Group.Options, [.. endpoints.Select(endpoint => new EndpointMember(endpoint, 1))]);

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Tries of an endpoint, begun now, end like that; done when what was handed over is seen to.</summary>
    public async Task NoteAsync(int endpoint, TryFailure failure, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Endpoints[endpoint].Health.Note(failure, Group.Health.Now);
        }

        await Patience.UntilAsync(() => !Endpoints[endpoint].Health.IsHandedOver, "it is seen to");
    }

    public HealthStatus StatusOf(int endpoint) => Group.Describe().Single(status => status.Endpoint == Endpoints[endpoint]);
}
