using System.Net;
using Proxy.Core.Upstreams.Discovery;

namespace Proxy.Tests.Core.Upstreams.Discovery;

/// <summary>A source that says what it was told to say.</summary>
internal sealed class ScriptedSource : IEndpointSource
{
    private volatile int _asked;

    public string Name => "web.example:80";

    public TimeSpan? Pace { get; init; }

    public int Asked => _asked;

    /// <summary>What it does when it is asked.</summary>
    public Func<CancellationToken, Task<SourceAnswer>> Answer { get; set; } = _ => throw new InvalidOperationException("no script");

    public void Say(int ttl, params IReadOnlyList<string> addresses)
    {
        var answer = new SourceAnswer([.. addresses.Select(Endpoint)], TimeSpan.FromSeconds(ttl));
        Answer = _ => Task.FromResult(answer);
    }

    public void Fail(string problem, bool isTemporary = true) => Answer = _ => Task.FromException<SourceAnswer>(new EndpointSourceException(problem, isTemporary));

    public Task<SourceAnswer> LookUpAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Answer(cancellationToken);
    }

    public static DiscoveredEndpoint Endpoint(string address) => new("web.example:80", IPEndPoint.Parse(address), null, 1, 0);
}
