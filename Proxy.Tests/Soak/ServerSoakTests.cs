using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Soak;

/// <summary>The same load within this process, over both transports, for a few seconds: every counter of the proxy returns to zero.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ServerSoakTests(TransportKind kind)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    [Test]
    public Task Faults_on_both_sides_leave_nothing_behind() =>
        SoakAssert.PassesAsync(SoakSettings.FromEnvironment(Length) with { Length = Length }, origins => ServerTarget.StartAsync(origins, kind));
}
