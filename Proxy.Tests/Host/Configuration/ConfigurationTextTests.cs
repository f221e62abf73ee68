using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class ConfigurationTextTests
{
    [Test]
    public void Every_key_reaches_its_option()
    {
        var options = ConfigurationSamples.Valid(ConfigurationSamples.EveryKey);

        Assert.Multiple(() =>
        {
            Assert.That(options.Listeners, Is.EqualTo(new ListenerOptions[]
            {
                new() { Name = "web", Address = "0.0.0.0:8080", Backlog = 100 },
                new() { Name = "local", Address = "unix:/run/proxy.sock" },
            }));
            Assert.That(options.Routes.Select(each => (each.Name, each.Upstream)), Is.EqualTo(new[] { ("all", "site"), ((string?)null, "site") }));
            var route = options.Routes[1];
            Assert.That((route.Hosts, route.Path, route.Methods), Is.EqualTo((new[] { "a.example", "*.b.example" }, "/v1/{id}/*", new[] { "GET" })));
            Assert.That(route.Headers, Is.EqualTo(new FieldMatchOptions[] { new("X-Env", "beta"), new("X-Debug", null) }));
            Assert.That(route.Query, Is.EqualTo(new FieldMatchOptions[] { new("v", "2") }));
            Assert.That(options.AccessLog, Is.EqualTo(new AccessLogOptions
            {
                Format = AccessLogFormat.Json,
                Path = "access.log",
                BufferBytes = 64 * 1024,
                FlushInterval = TimeSpan.FromSeconds(1),
            }));
            Assert.That(route.RewriteResponse.Location, Is.EqualTo(LocationRewrite.Host));
            Assert.That(route.RewriteResponse.InternalHosts, Is.EqualTo(new[] { "app.internal" }));
            Assert.That(route.RewriteResponse.CookieDomains, Is.EqualTo(new Dictionary<string, string> { ["app.internal"] = "a.example" }));
            Assert.That(route.RewriteResponse.CookiePaths, Is.EqualTo(new Dictionary<string, string> { ["/app"] = "/" }));
            Assert.That(options.TrustedProxies, Is.EqualTo(new[] { "10.0.0.0/8", "::1", "unix" }));
            Assert.That(options.Identity, Is.EqualTo(new IdentityOptions
            {
                XForwarded = IdentityFieldMode.Append,
                Forwarded = IdentityFieldMode.Set,
                Believe = BelievedFields.XForwarded,
                RequestId = RequestIdMode.Pass,
                RequestIdHeader = "X-Correlation-Id",
                ReturnRequestId = true,
                Via = null,
                KeepServerHeader = true,
            }));
            Assert.That(options.Transport, Is.EqualTo(new TransportOptions { Threads = 3, Kind = TransportKind.Managed }));
            Assert.That(options.Limits, Is.EqualTo(new LimitOptions
            {
                MaxStartLineBytes = 4096,
                MaxHeaderBytes = 16 * 1024,
                MaxFields = 50,
                MaxRequestBodyBytes = 10L * 1024 * 1024 * 1024,
                MaxBufferedBytes = 7 * 1024 * 1024,
                MaxConnections = 1000,
                MaxRequestsPerConnection = 10_000,
                MaxInterimResponses = 3,
                MinDataRate = 1024,
            }));
            Assert.That(options.Requests, Is.EqualTo(new RequestOptions
            {
                UnderscoreNames = UnderscoreNames.Refuse,
                AllowAmbiguousPaths = true,
                ForwardTrace = true,
                ForwardConnect = true,
            }));
            Assert.That(options.Timeouts, Is.EqualTo(new TimeoutOptions
            {
                RequestHead = TimeSpan.FromSeconds(1),
                KeepAlive = TimeSpan.FromSeconds(2),
                ClientIdle = TimeSpan.FromSeconds(3),
                DataRateGrace = TimeSpan.FromSeconds(4),
                UpstreamConnect = TimeSpan.FromMilliseconds(250),
                UpstreamQueue = TimeSpan.FromSeconds(6),
                UpstreamResponseHead = TimeSpan.FromMinutes(7),
                UpstreamBodyIdle = TimeSpan.FromHours(8),
                UpstreamPoolIdle = TimeSpan.FromSeconds(9),
                TunnelIdle = TimeSpan.FromHours(2),
                Drain = TimeSpan.FromSeconds(10),
            }));
        });
    }

    [Test]
    public void Every_key_of_an_upstream_reaches_its_option()
    {
        var upstream = ConfigurationSamples.Valid(ConfigurationSamples.EveryKey).Upstreams.Single();
        var none = new ResolveOptions();

        Assert.Multiple(() =>
        {
            Assert.That(upstream.Endpoints[0], Is.EqualTo(new EndpointOptions { Address = "10.0.0.5:8080" }));
            Assert.That(upstream.Endpoints[1], Is.EqualTo(new EndpointOptions
            {
                Address = "http://a.example",
                Weight = 2,
                Priority = 3,
                Zone = "b",
                Drain = true,
            }));
            Assert.That(upstream.Resolve.Servers, Is.EqualTo((string[])["127.0.0.1:8600", "::1"]));
            Assert.That(upstream.Resolve with { Servers = [] }, Is.EqualTo(new ResolveOptions
            {
                Interval = TimeSpan.FromSeconds(30),
                Servers = [],
                MinTtl = TimeSpan.FromSeconds(1),
                MaxTtl = TimeSpan.FromMinutes(1),
                Timeout = TimeSpan.FromSeconds(3),
                Required = false,
            }));
            Assert.That(upstream.Retry.Statuses, Is.EqualTo(new[] { 502, 503 }));
            Assert.That(upstream with { Endpoints = [], Resolve = none, HealthCheck = null, Retry = upstream.Retry with { Statuses = [] } }, Is.EqualTo(new UpstreamOptions
            {
                Name = "site",
                Endpoints = [],
                MaxConnections = 11,
                MaxIdleConnections = 12,
                MaxQueuedRequests = 13,
                MaxRequests = 14,
                RetryAfter = TimeSpan.FromSeconds(15),
                MinIdleConnections = 5,
                MaxConnectionAge = TimeSpan.FromSeconds(16),
                MaxRequestsPerConnection = 17,
                CircuitBreaker = new()
                {
                    Failures = 18,
                    FailureRate = 19,
                    MinRequests = 20,
                    Window = TimeSpan.FromSeconds(21),
                    OpenFor = TimeSpan.FromSeconds(22),
                    HalfOpenRequests = 23,
                },
                AdaptiveConcurrency = new()
                {
                    MinLimit = 24,
                    MaxLimit = 25,
                    InitialLimit = 26,
                    Tolerance = 127,
                    Window = TimeSpan.FromMilliseconds(28),
                },
                Resolve = none,
                Retry = new()
                {
                    Attempts = 4,
                    On = RetryConditions.Reset | RetryConditions.Timeout,
                    PerTryTimeout = TimeSpan.FromSeconds(2),
                    BackOff = new() { Base = TimeSpan.FromMilliseconds(10), Max = TimeSpan.FromSeconds(1) },
                    MaxBodyBytes = 64 * 1024,
                    Budget = new() { Percent = 30, MinPerSecond = 5 },
                },
                ProxyProtocol = ProxyProtocol.V2,
                SourceAddress = "10.0.0.9",
                TcpKeepAlive = new() { Idle = TimeSpan.FromSeconds(30), Interval = TimeSpan.FromSeconds(5), Probes = 3 },
                PassiveHealth = upstream.PassiveHealth,
                PanicThreshold = 14,
                SlowStart = TimeSpan.FromSeconds(15),
                SpillOver = 16,
                Zone = "a",
                Balance = BalanceAlgorithm.ConsistentHash,
                Hash = new() { Key = "{header.X-Tenant}", MaxLoadPercent = 150 },
                Sticky = new()
                {
                    Cookie = "__Secure-lb",
                    Path = "/app",
                    Domain = "a.example",
                    Secure = true,
                    HttpOnly = false,
                    SameSite = SameSite.None,
                    MaxAge = TimeSpan.FromHours(2),
                    Secret = "0123456789abcdef",
                },
            }));
        });
    }

    [Test]
    public void Every_key_about_passive_health_reaches_its_option()
    {
        var options = ConfigurationSamples.Valid(ConfigurationSamples.EveryKey);
        var health = options.Upstreams.Single().PassiveHealth;
        IReadOnlyList<int> none = [];
        Assert.That((options.Zone, health.FailureStatuses), Is.EqualTo(("c", new[] { 500, 599 })));
        Assert.That(health with { FailureStatuses = none }, Is.EqualTo(new PassiveHealthOptions
        {
            ConsecutiveFailures = 1,
            FailureStatuses = none,
            FailureRate = 2,
            LatencyFactor = 3,
            LatencyFloor = TimeSpan.FromSeconds(4),
            MaxSilence = TimeSpan.FromSeconds(5),
            Window = TimeSpan.FromSeconds(6),
            MinRequests = 7,
            EjectionTime = TimeSpan.FromSeconds(8),
            MaxEjectionTime = TimeSpan.FromSeconds(9),
            MaxEjected = 10,
        }));
    }

    [TestCase("\"passiveHealth\": { \"failureStatuses\": [ 503, 404 ] }", "passiveHealth.failureStatuses[1]: 404 is out of range: 500 to 599 is allowed")]
    [TestCase("\"passiveHealth\": { \"maxEjectionTime\": \"4s\" }", "passiveHealth.maxEjectionTime: may not be shorter than ejectionTime, which is 5s")]
    [TestCase("\"passiveHealth\": { \"window\": \"99ms\" }", "passiveHealth.window: 99ms is out of range: 100ms to 1h is allowed")]
    [TestCase("\"spillOver\": 0", "spillOver: 0 is out of range: 1 to 100 is allowed")]
    [TestCase("\"panicThreshold\": 101", "panicThreshold: 101 is out of range: 0 to 100 is allowed")]
    [TestCase("\"slowStart\": \"2h\"", "slowStart: 2h is out of range: 0ms to 1h is allowed")]
    [TestCase("\"zone\": \"\"", "zone: a zone's name may not be empty")]
    public void What_cannot_be_meant_about_health_is_told(string key, string problem)
    {
        var text = ConfigurationSamples.Smallest.Replace("[ \"127.0.0.1:9001\" ]", $"[ \"127.0.0.1:9001\" ], {key}", StringComparison.Ordinal);
        Assert.That(ConfigurationSamples.Errors(text).Single(), Does.EndWith(problem));
    }

    [Test]
    public void Every_key_of_a_health_check_reaches_its_option()
    {
        var check = ConfigurationSamples.Valid(ConfigurationSamples.EveryKey).Upstreams.Single().HealthCheck!;
        var other = ConfigurationSamples.Valid(ConfigurationSamples.EveryAction).Upstreams.Single().HealthCheck!;

        Assert.Multiple(() =>
        {
            Assert.That(check.Expect, Is.EqualTo(new StatusRange[] { new(200, 200), new(300, 399), new(400, 404) }));
            Assert.That(check with { Expect = [] }, Is.EqualTo(new HealthCheckOptions
            {
                Path = "/healthz",
                Method = "OPTIONS",
                Host = "a.example",
                Expect = [],
                BodyContains = "ok",
                Interval = TimeSpan.FromSeconds(10),
                Jitter = HealthCheckJitter.Of(TimeSpan.FromMilliseconds(500)),
                Timeout = TimeSpan.FromSeconds(1),
                HealthyAfter = 4,
                UnhealthyAfter = 5,
                Address = "10.0.0.9:81",
                Initial = InitialHealth.ProbeFirst,
            }));
            Assert.That((other.Jitter, other.Port), Is.EqualTo((HealthCheckJitter.Of(0.2), 81)));
        });
    }

    [Test]
    public void Every_key_of_a_routes_traffic_reaches_its_option()
    {
        var options = ConfigurationSamples.Valid(ConfigurationSamples.Smallest.Replace(
            "{ \"upstream\": \"site\" }",
            """
            { "path": "/split", "split": { "upstreams": { "site": 95, "canary": 0 }, "stickyBy": "{cookie.user}" } },
            { "upstream": "site", "mirror": { "upstream": "canary", "percent": 10, "maxInFlight": 5, "maxBodyBytes": "1KiB" },
              "timeouts": { "upstreamConnect": "1s", "upstreamQueue": "2s", "upstreamResponseHead": "3s", "upstreamBodyIdle": "4s", "tunnelIdle": "5s" },
              "maxRequestBodyBytes": "6MiB", "buffering": { "request": "7KiB", "response": "8KiB" } },
            { "upstream": "site", "path": "/any", "maxRequestBodyBytes": null },
            { "upstream": "site", "path": "/again", "retry": {
              "attempts": 3, "on": [ "connectFailure" ], "statuses": [ 503 ], "perTryTimeout": "1s", "backOff": { "base": "1ms" }, "maxBodyBytes": 9 } }
            """,
            StringComparison.Ordinal).Replace("\"upstreams\": { \"site\": { \"e", "\"upstreams\": { \"canary\": { \"endpoints\": [ \"a:1\" ] }, \"site\": { \"e", StringComparison.Ordinal));
        var (split, rest) = (options.Routes[0].Split!, options.Routes[1]);
        Assert.Multiple(() =>
        {
            Assert.That(split.Upstreams, Is.EqualTo(new SplitShareOptions[] { new("site", 95), new("canary", 0) }));
            Assert.That(split.StickyBy, Is.EqualTo("{cookie.user}"));
            Assert.That(rest.Mirror, Is.EqualTo(new MirrorOptions { Upstream = "canary", Percent = 10, MaxInFlight = 5, MaxBodyBytes = 1024 }));
            Assert.That(rest.Timeouts, Is.EqualTo(new RouteTimeoutOptions
            {
                UpstreamConnect = TimeSpan.FromSeconds(1),
                UpstreamQueue = TimeSpan.FromSeconds(2),
                UpstreamResponseHead = TimeSpan.FromSeconds(3),
                UpstreamBodyIdle = TimeSpan.FromSeconds(4),
                TunnelIdle = TimeSpan.FromSeconds(5),
            }));
            Assert.That(rest.MaxRequestBodyBytes, Is.EqualTo(6 * 1024 * 1024));
            Assert.That(rest.Buffering, Is.EqualTo(new BufferingOptions { Request = 7 * 1024, Response = 8 * 1024 }));
            Assert.That(options.Routes[3].Retry! with { Statuses = null }, Is.EqualTo(new RouteRetryOptions
            {
                Attempts = 3,
                On = RetryConditions.ConnectFailure,
                PerTryTimeout = TimeSpan.FromSeconds(1),
                BackOff = new() { Base = TimeSpan.FromMilliseconds(1) },
                MaxBodyBytes = 9,
            }));
            Assert.That(options.Routes[3].Retry!.Statuses, Is.EqualTo(new[] { 503 }));
            Assert.That(options.Routes[2].MaxRequestBodyBytes, Is.EqualTo(long.MaxValue), "null takes the bound away");
        });
    }

    [Test]
    public void What_the_file_leaves_out_keeps_its_default()
    {
        var options = ConfigurationSamples.Valid(ConfigurationSamples.Smallest);

        var defaults = new ProxyOptions();
        Assert.That((options.Limits, options.Timeouts, options.Transport), Is.EqualTo((defaults.Limits, defaults.Timeouts, defaults.Transport)));
    }

    [Test]
    public void Null_takes_an_optional_bound_away()
    {
        var text = ConfigurationSamples.With("""
            "limits": { "maxRequestBodyBytes": null, "maxConnections": null, "maxRequestsPerConnection": null }
            """);

        Assert.That(ConfigurationSamples.Valid(text).Limits, Is.EqualTo(new LimitOptions()));
    }

    [Test]
    public void A_byte_order_mark_is_no_character()
    {
        var loaded = ConfigurationText.Parse("p.json", (byte[])[.. Encoding.UTF8.Preamble, .. "{x"u8]);

        Assert.That(loaded.Errors.Single(), Does.StartWith("p.json:1:2: "));
    }

    [Test]
    public void Text_that_is_no_utf_8_is_told_from_json_in_error()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Errors([.. "{ \"é"u8, 0xFF, .. "\" }"u8]), Is.EqualTo(new[] { "p.json:1:5: the file is not valid UTF-8 from here on" }));
            Assert.That(Errors([0xFF, 0xFE, (byte)'{', 0]), Is.EqualTo(new[] { "p.json:1:1: the file is UTF-16; save it as UTF-8" }));
            Assert.That(Errors(" \r\n"u8).Single(), Does.StartWith("p.json:1:1: the file is empty"));
            Assert.That(Errors([]).Single(), Does.StartWith("p.json:1:1: the file is empty"));
        });
    }

    [Test]
    public void A_syntax_error_is_the_only_error()
    {
        var errors = Errors("{\n  \"listeners\": 'web',\n  \"foo\": 1\n}"u8);

        Assert.That(errors, Is.EqualTo(new[] { "p.json:2:16: a value is needed here, strings in double quotes; found a single quote" }));
    }

    private static IReadOnlyList<string> Errors(ReadOnlySpan<byte> content) => ConfigurationText.Parse("p.json", content.ToArray()).Errors;
}
