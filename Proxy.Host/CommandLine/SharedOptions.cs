using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Host.CommandLine;

/// <summary>Options that more than one command has.</summary>
internal static class SharedOptions
{
    public static Option<string> Config(bool required) => new("--config")
    {
        HelpName = "FILE",
        Required = required,
        Description = "The configuration file: JSON with comments.",
    };

    public static Option<string> Socket() => new("--socket")
    {
        HelpName = "PATH",
        Description = "The control socket of the running proxy. Default: found by its configuration file, or the only one there is.",
    };

    public static Option<bool> Json() => new("--json") { Description = "The whole answer as JSON." };

    public static Option<int?> Threads() => new("--threads")
    {
        HelpName = "N",
        CustomParser = ParseThreads,
        Description = "Event loops, each a thread, 1 to 256. Default: one per core.",
    };

    public static Option<TransportKind?> Transport() => new("--transport")
    {
        HelpName = string.Join('|', TransportNames.All.Keys),
        CustomParser = ParseTransport,
        Description = "What moves the bytes: Linux's epoll, or .NET's own sockets, at twice the cost. Default: epoll on Linux.",
    };

    public static Option<TimeSpan?> Wait() => new("--wait")
    {
        HelpName = "TIME",
        CustomParser = ParseTime,
        Description = "Return when nothing is under way any more, or after this time, as in 60s.",
    };

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        if (DurationText.TryParse(result.Tokens[0].Value, out var time))
        {
            return time;
        }

        result.AddError($"--wait: a time is needed, as in 500ms, 60s or 5m, found \"{result.Tokens[0].Value}\"");
        return null;
    }

    private static int? ParseThreads(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads))
        {
            return threads;
        }

        result.AddError($"--threads: a whole number is needed, found \"{result.Tokens[0].Value}\"");
        return null;
    }

    private static TransportKind? ParseTransport(ArgumentResult result)
    {
        if (TransportNames.All.TryGetValue(result.Tokens[0].Value, out var kind))
        {
            return kind;
        }

        result.AddError($"--transport: {NameSuggestion.Unknown("transport", result.Tokens[0].Value, TransportNames.All.Keys)}");
        return null;
    }
}
