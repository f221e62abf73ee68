using System.Text;
using System.Text.Unicode;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Sections;

namespace Proxy.Host.Configuration;

/// <summary>Turns the text of a configuration file into options: read, bind, check, and say where what is wrong stands.</summary>
internal static class ConfigurationText
{
    /// <param name="fileName">What errors call the file.</param>
    /// <param name="content">Its bytes.</param>
    public static LoadedConfiguration Parse(string fileName, ReadOnlySpan<byte> content)
    {
        // Some editors put a UTF-8 mark first; it means nothing and is no character of line 1.
        var utf8 = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        var problems = new ConfigProblems { Directory = Path.GetDirectoryName(fileName) ?? "" };
        var options = new HostOptions();
        if (IsText(utf8, problems))
        {
            options = Bind(utf8, problems);
        }

        var errors = new List<string>();
        foreach (var problem in problems.InFileOrder)
        {
            errors.Add(Format(fileName, utf8, problem));
        }

        return new(options.Proxy, errors) { Host = options };
    }

    private static bool IsText(ReadOnlySpan<byte> utf8, ConfigProblems problems)
    {
        if (utf8.StartsWith(Encoding.Unicode.Preamble) || utf8.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            problems.Add(0, "", "the file is UTF-16; save it as UTF-8");
        }
        else if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            problems.Add(0, "", "the file is empty; \"proxy check --help\" shows an example");
        }
        else if (!Utf8.IsValid(utf8))
        {
            problems.Add(FirstInvalid(utf8), "", "the file is not valid UTF-8 from here on");
        }

        return !problems.Any;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    private static HostOptions Bind(ReadOnlySpan<byte> utf8, ConfigProblems problems)
    {
        try
        {
            var root = ConfigReader.Read(utf8);
            var options = HostSection.Bind(root, problems);
            AddOptionErrors(HostOptionsValidator.Validate(options), root, problems);
            return options;
        }
        catch (ConfigSyntaxException e)
        {
            problems.Add(e.Offset, "", e.Message);
            return new();
        }
    }

    private static void AddOptionErrors(IReadOnlyList<ConfigurationError> errors, ConfigNode root, ConfigProblems problems)
    {
        // Asked before any is added: two errors of one value are both worth their line.
        foreach (var error in errors.Where(error => root.Kind == ConfigNodeKind.Object && !problems.IsReported(error.Path)).ToArray())
        {
            problems.Add(NodeIndex.Nearest(root, error.Path).Offset, error.Path, error.Message);
        }
    }

    private static string Format(string fileName, ReadOnlySpan<byte> utf8, ConfigProblem problem)
    {
        var (line, column) = TextPositions.Locate(utf8, problem.Offset);
        var path = problem.Path.Length == 0 ? "" : $"{problem.Path}: ";
        return $"{fileName}:{line}:{column}: {path}{problem.Message}";
    }
}
