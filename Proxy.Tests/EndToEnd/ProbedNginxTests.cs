using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>A real nginx, probed in real time until it is gone.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class ProbedNginxTests
{
    [Test]
    public async Task Nginx_is_up_until_it_is_killed([Values(TransportKind.Epoll, TransportKind.Managed)] TransportKind kind)
    {
        using var log = new RecordingLog();
        using var steady = await NginxOrigin.StartAsync();
        NginxOrigin? nginx = await NginxOrigin.StartAsync();
        try
        {
            var check = new HealthCheckOptions
            {
                Path = "/small",
                BodyContains = NginxOrigin.Small,
                Interval = TimeSpan.FromMilliseconds(100),
                Initial = InitialHealth.ProbeFirst,
            };
            var url = nginx.Url;
            await using var proxy = await ProxyFixture.StartAsync(OptionsOf(kind, check, url, steady.Url), log: log);
            var group = proxy.Server.Workers[0].Snapshot.Upstreams[0].Group;
            await Patience.UntilAsync(() => group.Set.Count == 2, "both are up");
            await proxy.UntilAsync(now => now.ProbesSent >= 10, "they are probed again and again");
            Assert.That((group.Set.Count, proxy.Statistics.ProbesFailed), Is.EqualTo((2, 0)));
            nginx.Dispose();
            nginx = null;
            await Patience.UntilAsync(() => group.Set.Count == 1, "one is out");
            Assert.That(group.Set.Endpoints[0].Name, Is.EqualTo(steady.Url));
            await Patience.UntilAsync(() => log.Lines.Any(line => line.Text == $"endpoint {url} of upstream \"default\" is down: connection refused"), "it is told");
        }
        finally
        {
            nginx?.Dispose();
        }
    }

    private static ProxyOptions OptionsOf(TransportKind kind, HealthCheckOptions check, params IReadOnlyList<string> endpoints) => new()
    {
        Listeners = [new ListenerOptions { Address = "127.0.0.1:0" }],
        Upstreams = [new UpstreamOptions { Endpoints = [.. endpoints.Select(EndpointOptions.FromString)], HealthCheck = check }],
        Routes = [new RouteOptions { Upstream = "default" }],
        Transport = new TransportOptions { Threads = 2, Kind = kind },
    };
}
