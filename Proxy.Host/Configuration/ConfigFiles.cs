using System.Text;
using System.Text.Unicode;
using Proxy.Host.Configuration.Sections;

namespace Proxy.Host.Configuration;

/// <summary>
/// Reads a file and those it includes, each before what it includes in turn. A file is read once: a second time would give everything in it twice, and a
/// circle would have no end.
/// </summary>
internal sealed class ConfigFiles(VariableText variables, ConfigProblems problems)
{
    /// <summary>How deep files may include files.</summary>
    public const int MaxDepth = 16;

    /// <summary>How many files one configuration may be of.</summary>
    public const int MaxFiles = 1000;

    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);
    private readonly List<ConfigNode> _roots = [];
    private int _routes;
    private int _bytes;

    /// <summary>The names of the files that were read.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Paths that were looked at for what to include, found or not: where one of them changes, the configuration may.</summary>
    public IReadOnlyCollection<string> Looked => _looked;

    /// <summary>False when something could not be read: what seems to be missing may stand there.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Reads the file that all begins with; null when it could not be read.</summary>
    public ConfigNode? Read(string name, ReadOnlyMemory<byte> content)
    {
        _origins.Add(Path.GetFullPath(name), "");
        Add(name, content, 0);
        return _roots is [var main, ..] && main.Place.Source.Order == 0 ? ConfigMerge.Merge(_roots, problems) : null;
    }

    private void Add(string name, ReadOnlyMemory<byte> content, int depth)
    {
        // Some editors put a UTF-8 mark first; it means nothing and is no character of line 1.
        var utf8 = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        var source = new ConfigSource(name, utf8, _names.Count, _routes);
        _names.Add(name);
        _bytes += content.Length;
        if (!IsText(source))
        {
            return;
        }

        try
        {
            var root = ConfigReader.Read(source, variables, problems);
            _roots.Add(root);
            _routes += root.Members.FirstOrDefault(member => member.Name == ConfigMerge.Routes).Value?.Items.Count ?? 0;
            foreach (var member in MembersOnce.Of(ConfigMerge.IncludesOf(root), problems))
            {
                Include(member.Value, depth + 1);
            }
        }
        catch (ConfigSyntaxException e)
        {
            IsComplete = false;
            problems.Add(new ConfigPlace(source, e.Offset), "", e.Message);
        }
    }

    private void Include(ConfigNode list, int depth)
    {
        if (!ProxySection.Include.TryRead(list, problems, out _))
        {
            return;
        }

        foreach (var item in list.Items.Where(item => item.Kind == ConfigNodeKind.String && !item.IsBroken))
        {
            if (!TryFind(item, out var paths) || !paths.All(path => TryInclude(item, path, depth)))
            {
                IsComplete = false;
            }
        }
    }

    private bool TryFind(ConfigNode item, out IReadOnlyList<string> paths)
    {
        paths = [];
        if (item.Text.Contains('\0', StringComparison.Ordinal))
        {
            return Values.Fail(item, problems, "a path has no character NUL");
        }

        var pattern = item.Place.Source.Resolve(item.Text);
        try
        {
            paths = FilePattern.IsPattern(item.Text) ? FilePattern.Find(pattern, _looked) : [pattern];
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Values.Fail(item, problems, $"{pattern}: cannot be read: {e.Message}");
        }
    }

    // False when nothing more is to be read of what the pattern found.
    private bool TryInclude(ConfigNode item, string path, int depth)
    {
        _looked.Add(path);
        if (_origins.TryGetValue(Path.GetFullPath(path), out var origin))
        {
            problems.Add(item, origin.Length == 0 ? $"{path} includes itself" : $"{path} is included already, at {origin}");
            return true;
        }
        else if (depth > MaxDepth || _names.Count >= MaxFiles)
        {
            return Values.Fail(item, problems, $"{path}: {(depth > MaxDepth ? $"files include files at most {MaxDepth} deep" : $"at most {MaxFiles} files are read")}");
        }

        if (!FileContent.TryRead(path, ConfigurationFile.MaxBytes, out var content, out var problem))
        {
            return Values.Fail(item, problems, $"{path}: {problem}");
        }

        if (_bytes + content.Length > ConfigurationFile.MaxBytes)
        {
            return Values.Fail(item, problems, $"{path}: all files together are larger than {ConfigurationFile.MaxBytes >> 20} MiB");
        }

        _origins.Add(Path.GetFullPath(path), item.Place.ToString());
        Add(path, content, depth);
        return true;
    }

    private bool IsText(ConfigSource source)
    {
        var utf8 = source.Text.Span;
        var (offset, problem) =
            utf8.StartsWith(Encoding.Unicode.Preamble) || utf8.StartsWith(Encoding.BigEndianUnicode.Preamble) ? (0, "the file is UTF-16; save it as UTF-8")
            : utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? (0, "the file is empty; \"proxy check --help\" shows an example")
            : !Utf8.IsValid(utf8) ? (FirstInvalid(utf8), "the file is not valid UTF-8 from here on")
            : (0, null);
        if (problem is not null)
        {
            IsComplete = false;
            problems.Add(new ConfigPlace(source, offset), "", problem);
        }

        return problem is null;
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
}
