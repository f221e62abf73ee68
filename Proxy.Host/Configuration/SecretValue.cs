using System.Diagnostics.CodeAnalysis;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>
/// Reads what nobody may see: a string, or <c>{ "file": "/run/secrets/token" }</c>, whose content counts without the newline that editors put at its end.
/// What is read never becomes part of a message.
/// </summary>
internal static class SecretValue
{
    /// <summary>Far past any key or token.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly ObjectBinder<string> Binder = new ObjectBinder<string>("A secret that stands in a file of its own.", "").Key(
        "file",
        Values.Text,
        path => path,
        (_, path) => path,
        "The file, relative to this one. The newline at its end does not count; it should be readable by the proxy's user alone.",
        required: true);

    public static ValueReader<string> Reader { get; } = new(new EitherShape(new ScalarShape(ScalarKind.Text), Binder.Shape), Read);

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out string value)
    {
        value = node.Text;
        switch (node.Kind)
        {
            case ConfigNodeKind.String:
                return value.Length > 0 || Values.Fail(node, problems, "the secret is empty");
            case ConfigNodeKind.Object:
                var path = Binder.Bind(node, "", problems);
                return !problems.IsReported(ConfigNode.Join(node.Path, "file")) && ReadFile(node, node.Place.Source.Resolve(path), problems, out value);
            default:
                return Values.Fail(node, problems, $"a string or an object {{ \"file\": \"/run/secrets/…\" }} is needed, found {node.DescribeKind()}");
        }
    }

    private static bool ReadFile(ConfigNode node, string path, ConfigProblems problems, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        if (!FileContent.TryRead(path, MaxBytes, out var content, out var problem))
        {
            return Values.Fail(node, problems, $"{path}: {problem}");
        }
        else if (!System.Text.Unicode.Utf8.IsValid(content))
        {
            return Values.Fail(node, problems, $"{path}: is not valid UTF-8");
        }

        value = WithoutNewline(System.Text.Encoding.UTF8.GetString(content));
        if (value.Length == 0)
        {
            return Values.Fail(node, problems, $"{path}: the secret is empty");
        }
        else if (IsPublic(path))
        {
            problems.Warn(node.Place, node.Path, $"{path}: every user of the machine may read this secret; \"chmod o= {path}\" keeps it from them");
        }

        return true;
    }

    private static bool IsPublic(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone since it was read.
            return false;
        }
    }

    private static string WithoutNewline(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
