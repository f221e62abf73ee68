namespace Proxy.Core.Upstreams.Discovery;

/// <summary>Something that knows endpoints, and may know others later: a host name, an SRV name, a file. Asked by one at a time, never on a loop's thread.</summary>
internal interface IEndpointSource
{
    /// <summary>What it is, as the operator wrote it.</summary>
    string Name { get; }

    /// <summary>How often it wants to be asked, whatever it says and whether it can tell or not; null where its answers say how long they hold.</summary>
    TimeSpan? Pace { get; }

    /// <summary>The endpoints it knows now, at least one.</summary>
    /// <exception cref="EndpointSourceException">It cannot tell.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    Task<SourceAnswer> LookUpAsync(CancellationToken cancellationToken);
}
