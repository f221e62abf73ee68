using System.Text.Json;
using NUnit.Framework;
using Proxy.Host.CommandLine;

namespace Proxy.Tests.Host.CommandLine;

public class UpstreamLinesTests
{
    [Test]
    public void Bounds_stand_beside_what_they_bound_and_states_beside_the_name()
    {
        using var status = JsonDocument.Parse("""
            { "upstreams": [ { "name": "site", "circuit": "halfOpen", "concurrencyLimit": 42, "endpoints": [
              { "endpoint": "a:1", "address": "a:1", "state": "serving", "weight": 1, "inFlight": 7, "maxRequests": 10, "waiting": 3, "connections": 4,
                "maxConnections": 8, "idle": 0 },
              { "endpoint": "b:1", "address": "b:1", "state": "serving", "weight": 1, "inFlight": 7, "waiting": 0, "connections": 4,
                "maxConnections": 9, "idle": 0 } ] } ] }
            """);
        Assert.That(UpstreamLines.Of(status.RootElement, name: null), Is.EqualTo(new[]
        {
            "site, circuit halfOpen, 42 requests at a time",
            "  ENDPOINT  STATE    WEIGHT  IN FLIGHT  WAITING  CONNECTIONS  IDLE",
            "  a:1       serving       1       7/10        3          4/8     0",
            "  b:1       serving       1          7        0            4     0",
        }));
    }
}
