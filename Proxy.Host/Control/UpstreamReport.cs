using System.Text.Json;
using Proxy.Core.Upstreams;

namespace Proxy.Host.Control;

/// <summary>The upstreams of the running proxy as JSON.</summary>
internal sealed class UpstreamReport(UpstreamControl upstreams)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("upstreams");
        foreach (var upstream in upstreams.GetStatus())
        {
            json.WriteStartObject();
            json.WriteString("name", upstream.Name);
            json.WriteBoolean("panic", upstream.IsInPanic);
            if (upstream.Circuit is { } circuit)
            {
                json.WriteString("circuit", JsonNamingPolicy.CamelCase.ConvertName($"{circuit}"));
            }

            if (upstream.ConcurrencyLimit is { } limit)
            {
                json.WriteNumber("concurrencyLimit", limit);
            }

            json.WriteStartArray("endpoints");
            foreach (var endpoint in upstream.Endpoints)
            {
                Write(json, endpoint);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, EndpointStatus endpoint)
    {
        json.WriteStartObject();
        json.WriteString("endpoint", endpoint.Name);
        json.WriteString("address", endpoint.Address);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName($"{endpoint.State}"));
        json.WriteNumber("weight", endpoint.Weight);
        json.WriteBoolean("eligible", endpoint.IsEligible);
        json.WriteString("reason", endpoint.Reason);
        json.WriteNumber("ejectedForMs", (long)endpoint.EjectedFor.TotalMilliseconds);
        json.WriteNumber("consecutiveFailures", endpoint.ConsecutiveFailures);
        json.WriteNumber("ejections", endpoint.Ejections);
        json.WriteNumber("warmPercent", endpoint.WarmPercent);
        json.WriteNumber("inFlight", endpoint.InFlight);
        if (endpoint.MaxRequests is { } most)
        {
            json.WriteNumber("maxRequests", most);
        }

        json.WriteNumber("waiting", endpoint.Waiting);
        json.WriteNumber("connections", endpoint.OpenConnections);
        json.WriteNumber("maxConnections", endpoint.MaxConnections);
        json.WriteNumber("idle", endpoint.IdleConnections);
        json.WriteEndObject();
    }
}
