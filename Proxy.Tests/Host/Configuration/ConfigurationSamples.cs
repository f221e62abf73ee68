using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

internal static class ConfigurationSamples
{
    public const string Smallest = """
        { "listeners": { "web": { "address": "127.0.0.1:8080" } },
          "routes": [ { "upstream": "site" } ],
          "upstreams": { "site": { "endpoints": [ "127.0.0.1:9001" ] } } }
        """;

    public const string EveryKey = """
        {
          // Comments and trailing commas are part of the format.
          "listeners": { "web": { "address": "0.0.0.0:8080", "backlog": 100 }, "local": { "address": "unix:/run/proxy.sock" } },
          "routes": [
            { "name": "all", "upstream": "site" },
            {
              "hosts": [ "a.example", "*.b.example" ], "path": "/v1/{id}/*", "methods": [ "GET" ], "headers": { "X-Env": "beta", "X-Debug": true },
              "query": { "v": "2" }, "upstream": "site",
              "rewriteResponse": {
                "location": "host", "internalHosts": [ "app.internal" ], "cookieDomains": { "app.internal": "a.example" }, "cookiePaths": { "/app": "/" },
              },
            },
          ],
          "upstreams": {
            "site": {
              "endpoints": [ "10.0.0.5:8080", { "address": "http://a.example", "weight": 2, "priority": 3, "zone": "b", "drain": true } ],
              "maxConnections": 11, "maxIdleConnections": 12, "maxQueuedRequests": 13, "maxRequests": 14, "retryAfter": "15s",
              "minIdleConnections": 5, "maxConnectionAge": "16s", "maxRequestsPerConnection": 17,
              "circuitBreaker": { "failures": 18, "failureRate": 19, "minRequests": 20, "window": "21s", "openFor": "22s", "halfOpenRequests": 23 },
              "adaptiveConcurrency": { "minLimit": 24, "maxLimit": 25, "initialLimit": 26, "tolerance": 127, "window": "28ms" },
              "retry": {
                "attempts": 4, "on": [ "reset", "timeout" ], "statuses": [ 502, 503 ], "perTryTimeout": "2s", "backOff": { "base": "10ms", "max": "1s" },
                "maxBodyBytes": "64KiB", "budget": { "percent": 30, "minPerSecond": 5 },
              },
              "resolve": {
                "interval": "30s", "servers": [ "127.0.0.1:8600", "::1" ], "minTtl": "1s", "maxTtl": "1m", "timeout": "3s", "required": false,
              },
              "proxyProtocol": "v2", "sourceAddress": "10.0.0.9", "tcpKeepAlive": { "idle": "30s", "interval": "5s", "probes": 3 },
              "passiveHealth": {
                "consecutiveFailures": 1, "failureStatuses": [ 500, 599 ], "failureRate": 2, "latencyFactor": 3, "latencyFloor": "4s", "maxSilence": "5s",
                "window": "6s", "minRequests": 7, "ejectionTime": "8s", "maxEjectionTime": "9s", "maxEjected": 10,
              },
              "panicThreshold": 14, "slowStart": "15s", "spillOver": 16, "zone": "a",
              "balance": "consistentHash", "hash": { "key": "{header.X-Tenant}", "maxLoadPercent": 150 },
              "sticky": {
                "cookie": "__Secure-lb", "path": "/app", "domain": "a.example", "secure": true, "httpOnly": false, "sameSite": "none", "maxAge": "2h",
                "secret": "0123456789abcdef",
              },
              "healthCheck": {
                "type": "http", "path": "/healthz", "method": "OPTIONS", "host": "a.example", "expect": [ 200, "3xx", "400-404" ], "bodyContains": "ok",
                "interval": "10s", "jitter": "500ms", "timeout": "1s", "healthyAfter": 4, "unhealthyAfter": 5, "address": "10.0.0.9:81", "initial": "probeFirst",
              },
            },
          },
          "trustedProxies": [ "10.0.0.0/8", "::1", "unix" ],
          "identity": {
            "xForwarded": "append", "forwarded": "set", "believe": "xForwarded", "requestId": "pass", "requestIdHeader": "X-Correlation-Id",
            "returnRequestId": true, "via": null, "keepServerHeader": true,
          },
          "limits": {
            "maxStartLineBytes": 4096, "maxHeaderBytes": "16KiB", "maxFields": 50, "maxRequestBodyBytes": "10GiB",
            "maxBufferedBytes": "7MiB", "maxConnections": 1000,
            "maxRequestsPerConnection": 10000, "maxInterimResponses": 3, "minDataRate": "1KiB",
          },
          "timeouts": {
            "requestHead": "1s", "keepAlive": "2s", "clientIdle": "3s", "dataRateGrace": "4s", "upstreamConnect": "250ms", "upstreamQueue": "6s",
            "upstreamResponseHead": "7m", "upstreamBodyIdle": "8h", "upstreamPoolIdle": "9s", "tunnelIdle": "2h", "drain": "10s",
          },
          "requests": { "underscoreNames": "refuse", "allowAmbiguousPaths": true, "forwardTrace": true, "forwardConnect": true },
          "accessLog": { "format": "json", "path": "access.log", "bufferBytes": "64KiB", "flushInterval": "1s" },
          "threads": 3, "zone": "c",
          "transport": "managed",
        }
        """;

    /// <summary>What routes can do beside asking an upstream, every key of it.</summary>
    public const string EveryAction = """
        {
          "$schema": "./proxy.schema.json",
          "listeners": { "web": { "address": "127.0.0.1:8080" } },
          "routes": [
            { "path": "/old/*", "redirect": { "to": "/new/{rest}", "status": 301, "keepQuery": false } },
            { "path": "/ping", "respond": { "status": 200, "headers": { "X-A": "b" }, "body": "pong", "contentType": "text/plain" } },
            { "path": "/v3/*", "split": { "upstreams": { "site": 95 }, "stickyBy": "{cookie.user}" },
              "mirror": { "upstream": "site", "percent": 10, "maxInFlight": 8, "maxBodyBytes": "16KiB" },
              "buffering": { "request": "64KiB", "response": "1MiB" }, "maxRequestBodyBytes": "1MiB",
              "timeouts": { "upstreamConnect": "1s", "upstreamQueue": "2s", "upstreamResponseHead": "3s", "upstreamBodyIdle": "4s", "tunnelIdle": "5s" } },
            { "path": "/v4/*", "upstream": "site", "retry": { "attempts": 3, "on": [], "statuses": [ 503 ], "perTryTimeout": "1s", "backOff": {}, "maxBodyBytes": 1 } },
            { "path": "/v1/*", "upstream": "site", "rewrite": { "stripPrefix": "/v1", "addPrefix": "/api", "host": "a.example" } },
            { "path": "/v2/*", "upstream": "site", "rewrite": { "path": "/files/{rest}" },
              "requestHeaders": { "remove": [ "X-Internal-*" ], "set": { "X-B": "{host}" }, "append": { "X-C": "c" }, "add": { "X-D": "d" } },
              "responseHeaders": { "remove": [ "X-E" ], "set": { "X-F": "f" }, "append": { "X-G": "g" }, "add": { "X-H": "h" } },
              "errorPages": { "404": { "body": "not here", "contentType": "text/plain", "replacesOrigin": true }, "5xx": "sorry" } },
          ],
          "upstreams": { "site": { "endpoints": [ "127.0.0.1:9001" ], "healthCheck": { "jitter": 0.2, "port": 81 } } },
          "control": { "socket": null },
          "admin": { "address": "127.0.0.1:9180", "token": "0123456789abcdef", "hosts": [ "admin.example" ] },
          "reload": { "watch": true },
          "requestHeaders": { "remove": [ "X-Internal-*" ], "set": { "X-B": "{host}" }, "append": { "X-C": "c" }, "add": { "X-D": "d" } },
          "responseHeaders": { "remove": [ "X-E" ], "set": { "X-F": "f" }, "append": { "X-G": "g" }, "add": { "X-H": "h" } },
          "errorPages": { "404": { "body": "not here", "contentType": "text/plain", "replacesOrigin": true }, "5xx": "sorry" },
        }
        """;

    /// <summary>The smallest file with more keys at its top.</summary>
    public static string With(string keys) => Smallest.Replace("{ \"listeners\"", $"{{ {keys.Trim()},\n\"listeners\"", StringComparison.Ordinal);

    public static ProxyOptions Valid(string text)
    {
        var (options, errors) = ConfigurationText.Parse("proxy.json", Encoding.UTF8.GetBytes(text));
        Assert.That(errors, Is.Empty);
        return options;
    }

    /// <summary>The warnings of a text that has no errors, without the file's name.</summary>
    public static IEnumerable<string> Warnings(string text)
    {
        var loaded = ConfigurationText.Parse("f", Encoding.UTF8.GetBytes(text));
        Assert.That(loaded.Errors, Is.Empty);
        return loaded.Warnings.Select(warning => warning["f:".Length..]);
    }

    /// <summary>The errors of a text, without the file's name.</summary>
    public static IEnumerable<string> Errors(string text) =>
        ConfigurationText.Parse("f", Encoding.UTF8.GetBytes(text)).Errors.Select(error => error["f:".Length..]);
}
