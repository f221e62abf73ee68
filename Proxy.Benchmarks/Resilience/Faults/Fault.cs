using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>Something that happens to one of three origins, and ends.</summary>
internal abstract class Fault
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What happens, for reports.</summary>
    public abstract string Title { get; }

    /// <summary>True: the origin cannot note itself what still comes to it.</summary>
    public virtual bool IsSilent => true;

    /// <summary>True: nobody listens on its port meanwhile.</summary>
    public virtual bool IsGone => false;

    /// <summary>True: it is over when it has begun, rather than when it is told to end.</summary>
    public virtual bool EndsItself => false;

    public abstract Task BeginAsync(OriginProcess origin, CancellationToken cancellation);

    /// <summary>Ends it; the origin can serve when this is done.</summary>
    public abstract Task EndAsync(OriginProcess origin, CancellationToken cancellation);
}
