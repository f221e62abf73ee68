using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Discovery;

/// <summary>What tests share that ask a scripted name server.</summary>
public abstract class DnsFixture
{
    private protected ScriptedDns Dns { get; private set; } = null!;

    private protected ResolveOptions Options => new() { Servers = [Dns.Address] };

    [SetUp]
    public void StartDns() => Dns = ScriptedDns.Start();

    [TearDown]
    public async Task StopDnsAsync() => await Dns.DisposeAsync();

    private protected static async Task<EndpointSourceException> FailureOfAsync(Func<Task> lookUp)
    {
        try
        {
            await lookUp().WaitAsync(Patience.Time);
        }
        catch (EndpointSourceException exception)
        {
            return exception;
        }

        throw new AssertionException("It should have failed.");
    }
}
