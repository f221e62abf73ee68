using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Proxy.Host.Running;

/// <summary><c>2026-01-31T12:00:00.000Z warn Listener: message: exception</c>. Stack traces only on request.</summary>
internal sealed class LogLineFormatter(bool withStackTraces, TimeProvider? time = null) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var category = logEntry.Category[(logEntry.Category.LastIndexOf('.') + 1)..];
        var now = _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        textWriter.Write($"{now} {LevelName(logEntry.LogLevel)} {category}: {OneLine(message)}");
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write($": {exception.GetType().Name}: {OneLine(exception.Message)}");
        }

        textWriter.WriteLine();
        if (withStackTraces && logEntry.Exception is not null)
        {
            textWriter.WriteLine(logEntry.Exception);
        }
    }

    // Control characters may come from the network: they must neither forge a second line nor reach the terminal.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
