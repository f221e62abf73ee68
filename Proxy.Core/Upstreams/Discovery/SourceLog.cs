using Microsoft.Extensions.Logging;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>Tells what happens to one source: each thing that goes wrong once in an outage, its end, and every change.</summary>
internal sealed class SourceLog
{
    // What goes wrong in a new way each time is told that often.
    private const int MaxTold = 8;
    private const int MaxListed = 8;

    private readonly ILogger _logger;
    private readonly string _upstream;
    private readonly string _source;
    private readonly TimeProvider _clock;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long _failedSince;

    public SourceLog(ILogger logger, string upstream, string source, TimeProvider clock) =>
        (_logger, _upstream, _source, _clock) = (logger, upstream, source, clock);

    /// <param name="problem">What went wrong.</param>
    /// <param name="endpoints">How many endpoints stay as they were.</param>
    public void Failed(string problem, int endpoints)
    {
        if (_told.Count == 0)
        {
            _failedSince = _clock.GetTimestamp();
        }

        if (_told.Count < MaxTold && _told.Add(problem))
        {
            var rest = endpoints > 0 ? $"what it said last holds ({endpoints} endpoint{(endpoints == 1 ? "" : "s")})" : "it has no endpoint so far";
            Log(LogLevel.Warning, $"looking it up failed: {problem}; {rest}, and it is asked again");
        }
    }

    public void Succeeded()
    {
        if (_told.Count > 0)
        {
            _told.Clear();
            Log(LogLevel.Information, $"it can be looked up again, after {_clock.GetElapsedTime(_failedSince).TotalSeconds:0} s");
        }
    }

    public void Changed(IReadOnlyList<DiscoveredEndpoint> before, IReadOnlyList<DiscoveredEndpoint> now)
    {
        var (added, removed) = (now.Except(before).ToList(), before.Except(now).ToList());
        var parts = new[] { ("now", added), ("no longer", removed) }.Where(part => part.Item2.Count > 0).Select(part => $"{part.Item1} {List(part.Item2)}");
        Log(LogLevel.Information, $"{now.Count} endpoint{(now.Count == 1 ? "" : "s")}: {string.Join(", ", parts)}");
    }

    private static string List(List<DiscoveredEndpoint> endpoints)
    {
        var shown = string.Join(", ", endpoints.Take(MaxListed).Select(Text));
        return endpoints.Count > MaxListed ? $"{shown} and {endpoints.Count - MaxListed} more" : shown;
    }

    private static string Text(DiscoveredEndpoint endpoint) =>
        $"{endpoint}{(endpoint.Weight == 1 ? "" : $" weight {endpoint.Weight}")}{(endpoint.Priority == 0 ? "" : $" priority {endpoint.Priority}")}"
        + (endpoint.Drains ? " draining" : "");

    private void Log(LogLevel level, string text)
    {
        try
        {
            _logger.Log(level, "upstream \"{Upstream}\", \"{Source}\": {Text}", _upstream, _source, text);
        }
        catch (Exception)
        {
            // A logger that throws must not end the looking up.
        }
    }
}
