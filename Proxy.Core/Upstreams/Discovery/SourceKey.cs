using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>By what one sees that a source is the one that runs already: the same address, looked up in the same way.</summary>
internal readonly record struct SourceKey(string Address, string Servers, ResolveOptions Options)
{
    private static readonly IReadOnlyList<string> Apart = [];

    // Lists are the same only where they are one object: the servers are compared as text.
    public static SourceKey Of(EndpointOptions endpoint, ResolveOptions options) =>
        new(endpoint.Address, string.Join(' ', options.Servers), options with { Servers = Apart });
}
