using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Proxy.Host.Running;

/// <summary>The proxy's own messages: one line each on standard error.</summary>
internal static class HostLogging
{
    public static ILoggerFactory Create()
    {
        // Put together by hand: the usual builder brings a service container and configuration binding along.
        var options = new ConsoleLoggerOptions
        {
            FormatterName = LogLineFormatter.FormatterName,
            LogToStandardErrorThreshold = LogLevel.Trace,
            // A terminal or pipe that does not read must not stop the event loops: lines are dropped, counted, and said to be.
            QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite,
        };
        var provider = new ConsoleLoggerProvider(new FixedOptions(options), [new LogLineFormatter(HostApp.IsDebug)]);
        var filter = new LoggerFilterOptions { MinLevel = HostApp.IsDebug ? LogLevel.Debug : LogLevel.Information };
        var factory = new LoggerFactory([], filter);
        // Added, not given to the constructor: only then does the factory's end wait for the last lines to be written.
        factory.AddProvider(provider);
        return factory;
    }

    private sealed class FixedOptions(ConsoleLoggerOptions value) : IOptionsMonitor<ConsoleLoggerOptions>
    {
        public ConsoleLoggerOptions CurrentValue => value;

        public ConsoleLoggerOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
    }
}
