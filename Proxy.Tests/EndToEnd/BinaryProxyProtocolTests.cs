using NUnit.Framework;
using Proxy.Tests.EndToEnd.Reload;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>The native binary tells a real nginx, which expects a PROXY header, who its clients are.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class BinaryProxyProtocolTests
{
    private NginxOrigin _origin = null!;

    [OneTimeSetUp]
    public async Task StartOrigin() => _origin = await NginxOrigin.StartAsync();

    [OneTimeTearDown]
    public void StopOrigin() => _origin.Dispose();

    [Test]
    public async Task Nginx_knows_every_client([Values("v1", "v2")] string version, [Values("epoll", "managed")] string transport)
    {
        using var file = new ConfigFile($$"""
            {
              "listeners": { "web": { "address": "127.0.0.1:0" } },
              "routes": [ { "upstream": "site" } ],
              "upstreams": { "site": { "endpoints": [ "127.0.0.1:{{_origin.ToldPort}}" ], "proxyProtocol": "{{version}}", "sourceAddress": "127.0.0.9", "tcpKeepAlive": "30s" } },
              "transport": "{{transport}}",
            }
            """);
        using var proxy = await BinaryProcess.ListenFileAsync(file.Path);
        var seen = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            using var client = await RawClient.ConnectAsync(proxy.EndPoint);
            var first = (await client.GetAsync()).Text;
            Assert.That(first, Does.StartWith($"{client.Socket.LocalEndPoint} > {client.Socket.RemoteEndPoint} on "));
            Assert.That(seen.Add(first), "each client has a connection of its own");
            Assert.That((await client.GetAsync()).Text, Is.EqualTo(first), "which it keeps");
        }
    }
}
