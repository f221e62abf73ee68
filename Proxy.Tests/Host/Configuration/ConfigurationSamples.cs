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
            },
          ],
          "upstreams": {
            "site": {
              "endpoints": [ "10.0.0.5:8080", { "address": "http://a.example", "weight": 2 } ],
              "maxConnections": 11, "maxIdleConnections": 12, "maxQueuedRequests": 13, "retry": { "attempts": 4 },
            },
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
          "threads": 3,
          "transport": "managed",
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

    /// <summary>The errors of a text, without the file's name.</summary>
    public static IEnumerable<string> Errors(string text) =>
        ConfigurationText.Parse("f", Encoding.UTF8.GetBytes(text)).Errors.Select(error => error["f:".Length..]);
}
