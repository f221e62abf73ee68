using System.Text.Json;
using Proxy.Core;
using Proxy.Core.Pipeline;
using Proxy.Host.CommandLine;
using Proxy.Host.Reloading;
using Proxy.Host.Running;

namespace Proxy.Host.Control;

/// <summary>The state of the running proxy as JSON.</summary>
internal sealed class StatusReport(ProxyServer server, Reloader reloader, string? configuration, TimeProvider clock)
{
    private readonly DateTimeOffset _started = clock.GetUtcNow();

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("version", PrintVersion.Version);
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteString("started", _started);
        json.WriteNumber("uptimeSeconds", (long)(clock.GetUtcNow() - _started).TotalSeconds);
        json.WriteString("configuration", configuration);
        WriteListeners(json);
        WriteStatistics(json);
        WriteReloads(json);
    }

    /// <summary>How a reload went.</summary>
    public static void WriteOutcome(Utf8JsonWriter json, ReloadOutcome outcome)
    {
        json.WriteString("at", outcome.At);
        json.WriteString("trigger", outcome.Trigger);
        json.WriteString("result", outcome.Succeeded ? "reloaded" : "refused");
        WriteLines(json, "errors", outcome.Errors);
        WriteLines(json, "notes", outcome.Notes);
    }

    private void WriteListeners(Utf8JsonWriter json)
    {
        json.WriteStartObject("listeners");
        foreach (var listener in server.Options.Listeners)
        {
            json.WriteString(listener.Name, ListeningLines.UrlOf(server, listener));
        }

        json.WriteEndObject();
    }

    private void WriteStatistics(Utf8JsonWriter json)
    {
        var now = server.GetStatistics();
        json.WriteStartObject("statistics");
        json.WriteNumber("requests", now.Requests);
        json.WriteNumber("retries", now.Retries);
        json.WriteNumber("retryBudgetExhausted", now.RetryBudgetExhausted);
        json.WriteNumber("connectionsOpen", now.OpenConnections);
        json.WriteNumber("connectionsAccepted", now.ConnectionsAccepted);
        json.WriteNumber("connectionsShed", now.ConnectionsShed);
        json.WriteNumber("upstreamOpen", now.UpstreamOpen);
        json.WriteNumber("upstreamIdle", now.UpstreamIdle);
        json.WriteNumber("upstreamConnects", now.UpstreamConnects);
        json.WriteNumber("upstreamReused", now.UpstreamReused);
        json.WriteNumber("upstreamReuseRate", Math.Round(now.UpstreamReuseRate, 5));
        json.WriteNumber("endpointEjections", now.EndpointEjections);
        json.WriteNumber("upstreamPanics", now.UpstreamPanics);
        json.WriteNumber("upstreamsInPanic", now.UpstreamsInPanic);
        json.WriteNumber("tunnelsOpen", now.OpenTunnels);
        json.WriteNumber("tunnelsOpened", now.TunnelsOpened);
        json.WriteNumber("accessLogLinesDropped", now.AccessLogLinesDropped);
        json.WriteNumber("buffersInUse", now.BuffersInUse);
        json.WriteNumber("faults", now.Faults);
        json.WriteStartObject("errors");
        foreach (var (error, count) in now.Errors)
        {
            json.WriteNumber(ProxyErrors.Of(error).Label, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteReloads(Utf8JsonWriter json)
    {
        json.WriteStartObject("reloads");
        json.WriteNumber("succeeded", reloader.Succeeded);
        json.WriteNumber("refused", reloader.Refused);
        if (reloader.Last is { } last)
        {
            json.WriteStartObject("last");
            WriteOutcome(json, last);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, string name, IReadOnlyList<string> lines)
    {
        json.WriteStartArray(name);
        foreach (var line in lines)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }
}
