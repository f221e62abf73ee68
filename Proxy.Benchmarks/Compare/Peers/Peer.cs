using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>A proxy that takes part in the comparison.</summary>
internal abstract class Peer
{
    /// <summary>The name on the command line and in reports.</summary>
    public abstract string Name { get; }

    /// <summary>The name in the chart.</summary>
    public abstract string Title { get; }

    /// <summary>Its color in the chart, as <c>#rrggbb</c>.</summary>
    public abstract string Color { get; }

    /// <summary>How long it is put under load before it is measured.</summary>
    public virtual TimeSpan WarmUp => TimeSpan.FromMilliseconds(400);

    /// <summary>False where this peer would only repeat another's row.</summary>
    public virtual bool TakesPartIn(Scenario scenario) => true;

    /// <summary>Finds or builds the program and returns its version.</summary>
    /// <exception cref="PeerUnavailableException">It cannot take part.</exception>
    public abstract Task<string> PrepareAsync(Workspace workspace, CancellationToken cancellation);

    /// <summary>Writes what it needs into its slot and says how to start it.</summary>
    public abstract ServerLaunch CreateLaunch(PeerSlot slot);
}
