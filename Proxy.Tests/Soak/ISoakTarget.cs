using System.Net;

namespace Proxy.Tests.Soak;

/// <summary>The proxy under load, and what can be seen of it from where the soak stands.</summary>
internal interface ISoakTarget : IAsyncDisposable
{
    IPEndPoint EndPoint { get; }

    /// <summary>The load begins.</summary>
    Task BeginAsync();

    /// <summary>Looks at the proxy; called once a second.</summary>
    /// <param name="progress">How much of the run is over, from 0 to 1.</param>
    void Sample(double progress);

    /// <summary>What was seen last, for a line of the report.</summary>
    string Describe();

    /// <summary>The load is over and every client gone: whatever is left is told as a failure.</summary>
    Task EndAsync(SoakTally tally);
}
