using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>accessLog</c>.</summary>
internal static class AccessLogSection
{
    private static readonly Dictionary<string, AccessLogFormat> Formats = new(StringComparer.Ordinal)
    {
        ["combined"] = AccessLogFormat.Combined,
        ["json"] = AccessLogFormat.Json,
    };

    private const string StandardOutput = "-";

    private static readonly ValueReader<string> LogPath = new(Values.Text.Shape, ReadPath, Values.Text.Write);

    private static readonly ObjectBinder<AccessLogOptions> Binder = new ObjectBinder<AccessLogOptions>("The access log.", new(), OptionRanges.AccessLog)
        .Key(
            "format",
            Values.OneOf("format", Formats),
            log => log.Format,
            (log, value) => log with { Format = value },
            "`\"combined\"` is the line that most log readers know, with the reason behind it where a request failed; `\"json\"` is an object a line, with "
            + "everything that is known.")
        .Key(
            "path",
            LogPath,
            log => log.Path,
            (log, value) => log with { Path = value },
            "The file that is appended to, made with mode 0640 where there is none, and opened anew at SIGUSR1, relative to this one; `\"-\"` is standard output.")
        .Key(
            "bufferBytes",
            Values.SizeInt32,
            log => log.BufferBytes,
            (log, value) => log with { BufferBytes = value },
            "Lines that each event loop keeps until they are written. Where they are full, since the file is too slow, lines are dropped and counted.")
        .Key(
            "flushInterval",
            Values.Duration,
            log => log.FlushInterval,
            (log, value) => log with { FlushInterval = value },
            "How long a line may wait for others to be written with. A crash loses what waits.");

    /// <summary>Reads an object, or <c>null</c> for no log.</summary>
    public static ValueReader<AccessLogOptions?> Reader { get; } = new(new NullableShape(Binder.Shape, "no access log"), Read);

    // As every other file that the configuration names, whatever folder the proxy is started in.
    private static bool ReadPath(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out string path)
    {
        var isRead = Values.Text.TryRead(node, problems, out path);
        path = path is null or "" or StandardOutput || path.Contains('\0', StringComparison.Ordinal) ? path : node.Place.Source.Resolve(path);
        return isRead;
    }

    private static bool Read(ConfigNode node, ConfigProblems problems, out AccessLogOptions? value)
    {
        value = null;
        return node.Kind == ConfigNodeKind.Null || Binder.Reader.TryRead(node, problems, out value);
    }
}
