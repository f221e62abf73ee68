using System.CommandLine;
using System.Text.Json;
using Proxy.Host.Control;

namespace Proxy.Host.CommandLine;

/// <summary>Waits for the last request of an endpoint that drains.</summary>
internal static class DrainWait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>True once nothing is under way on it any more; false, and said so, when that takes too long.</summary>
    public static async Task<bool> UntilIdleAsync(
        ControlClient client, EndpointOrder order, JsonElement status, TimeSpan patience, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(patience.TotalSeconds * TimeProvider.System.TimestampFrequency);
        int left;
        while ((left = InFlight(status, order)) > 0)
        {
            if (TimeProvider.System.GetTimestamp() >= end)
            {
                await console.Error.WriteLineAsync($"proxy: {order.Endpoint}: {left} still under way after {patience.TotalSeconds} s; it drains on");
                return false;
            }

            await Task.Delay(Interval, cancellationToken);
            status = (await client.SendAsync("GET", $"/{UpstreamVerbs.Show}", Patience, cancellationToken)).Root;
        }

        await console.Output.WriteLineAsync($"{order.Endpoint} is idle");
        return true;
    }

    // Every endpoint that the order meant and that drains.
    private static int InFlight(JsonElement status, EndpointOrder order) => status.GetProperty("upstreams").EnumerateArray()
        .Where(upstream => $"{upstream.GetProperty("name")}" == order.Upstream)
        .SelectMany(upstream => upstream.GetProperty("endpoints").EnumerateArray())
        .Where(endpoint => $"{endpoint.GetProperty("state")}" == "draining" && (Names(endpoint, "endpoint", order) || Names(endpoint, "address", order)))
        .Sum(endpoint => endpoint.GetProperty("inFlight").GetInt32());

    private static bool Names(JsonElement endpoint, string member, EndpointOrder order) =>
        $"{endpoint.GetProperty(member)}".Replace("http://", "", StringComparison.OrdinalIgnoreCase).TrimEnd('/')
        == order.Endpoint.Replace("http://", "", StringComparison.OrdinalIgnoreCase).TrimEnd('/');
}
