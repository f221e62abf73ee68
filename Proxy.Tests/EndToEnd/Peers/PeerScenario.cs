using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>The native binary between peers that know nothing of it, over each transport.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public abstract class PeerScenario(string transport)
{
    /// <summary>Puts the binary in front of an origin; when the peers are done with it, every connection has to go, and it has to end in order.</summary>
    /// <param name="origin">Where it forwards to.</param>
    /// <param name="act">What the peers do.</param>
    /// <param name="poolIdle">How long it keeps idle connections to the origin.</param>
    /// <param name="countsAll">Every other descriptor has to go as well; pipes inside the kernel are kept for some seconds.</param>
    private protected async Task ThroughProxyAsync(string origin, Func<BinaryProcess, Task> act, string poolIdle = "200ms", bool countsAll = false)
    {
        var keys = $$""" "threads": 2, "transport": "{{transport}}", "timeouts": { "upstreamPoolIdle": "{{poolIdle}}" } """;
        using var proxy = await BinaryProcess.ListenConfiguredAsync([origin], keys);
        var (sockets, descriptors) = (proxy.Connections(), proxy.Descriptors());
        await act(proxy);
        await Patience.UntilAsync(() => proxy.Connections() == sockets, $"the binary is back at its {sockets} sockets");
        await Patience.UntilAsync(() => !countsAll || proxy.Descriptors() == descriptors, $"the binary is back at its {descriptors} descriptors");
        Assert.That(proxy.Output.Split('\n'), Has.All.StartsWith("listening on "), "nothing went wrong inside");
        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.Zero);
    }
}
