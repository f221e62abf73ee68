using System.Net;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Connections to origins that come from an address of the operator's choosing.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class SourceAddressTests(TransportKind kind) : Scenario(kind)
{
    [Test]
    [Platform("Linux")]
    public async Task Origin_sees_the_address()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(From("127.9.8.7", origin.Address));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Status, Is.EqualTo(200));
        Assert.That(((IPEndPoint)origin.Connections[0].Socket.RemoteEndPoint!).Address, Is.EqualTo(IPAddress.Parse("127.9.8.7")));
    }

    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    [Test]
    public async Task An_address_of_elsewhere_fails_and_is_logged_once()
    {
        using var origin = ScriptedOrigin.Answering();
        using var log = new RecordingLog();
        await using var proxy = await ProxyFixture.StartAsync(From("192.0.2.1", origin.Address), log: log);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.GetAsync()).Status, Is.EqualTo(502));
        }

        Assert.That(origin.Accepted, Is.Zero);
        await proxy.UntilAsync(now => now.Errors.GetValueOrDefault(ProxyError.UpstreamConnectFailed) == 3, "each is counted");
        Assert.That(
            log.Lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text),
            Is.EqualTo(new[]
            {
                $"upstream default: no connection to {origin.Address} can be opened from its sourceAddress 192.0.2.1, which is not an address of this machine, or of "
                + "another family than the endpoint's",
            }));
    }

    private ProxyOptions From(string source, string origin) => WithUpstream(Options(origin), upstream => upstream with { SourceAddress = source });
}
