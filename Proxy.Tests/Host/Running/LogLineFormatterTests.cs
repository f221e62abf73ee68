using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Proxy.Host.Running;

namespace Proxy.Tests.Host.Running;

public class LogLineFormatterTests
{
    [Test]
    public void A_message_is_one_line_with_its_time() =>
        Assert.That(Format(LogLevel.Warning, "hello"), Is.EqualTo($"2026-01-31T12:00:00.500Z warn Listener: hello{Environment.NewLine}"));

    [Test]
    public void Bytes_of_the_network_cannot_forge_a_line() =>
        Assert.That(Format(LogLevel.Information, "a\r\nb\u001b[2Jc\u007f\u009b"), Does.EndWith($"info Listener: a  b [2Jc  {Environment.NewLine}"));

    [Test]
    public void An_exception_is_told_in_the_same_line() =>
        Assert.That(
            Format(LogLevel.Error, "failed", new IOException("first\nsecond")),
            Does.EndWith($"error Listener: failed: IOException: first second{Environment.NewLine}"));

    [Test]
    public void Stack_traces_come_on_request() =>
        Assert.That(Format(LogLevel.Error, "failed", new IOException("why"), withStackTraces: true), Does.Contain("System.IO.IOException: why"));

    private static string Format(LogLevel level, string message, Exception? exception = null, bool withStackTraces = false)
    {
        using var writer = new StringWriter();
        var entry = new LogEntry<string>(level, "Proxy.Core.Transport.Listener", default, message, exception, (state, _) => state);
        new LogLineFormatter(withStackTraces, new FixedTime()).Write(entry, null, writer);
        return writer.ToString();
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 31, 12, 0, 0, 500, TimeSpan.Zero);
    }
}
