using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>The native binary between peers that know nothing of it, over each transport.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public abstract class PeerScenario(string transport)
{
    /// <summary>Puts the binary in front of an origin; when the peers are done with it, every descriptor it took has to go, and it has to end in order.</summary>
    private protected async Task ThroughProxyAsync(string origin, Func<BinaryProcess, Task> act)
    {
        // Idle connections to the origin are the proxy's own to keep: here not for long.
        var keys = $$""" "threads": 2, "transport": "{{transport}}", "timeouts": { "upstreamPoolIdle": "500ms" } """;
        using var proxy = await BinaryProcess.ListenConfiguredAsync([origin], keys);
        var idle = proxy.Descriptors();
        await act(proxy);
        await Patience.UntilAsync(() => proxy.Descriptors() <= idle, $"the binary is back at its {idle} descriptors");
        Assert.That(proxy.Output.Split('\n'), Has.All.StartsWith("listening on "), "nothing went wrong inside");
        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.Zero);
    }
}
