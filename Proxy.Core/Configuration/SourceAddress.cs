using System.Diagnostics.CodeAnalysis;

namespace Proxy.Core.Configuration;

/// <summary>
/// An address that stands for endpoints which are found elsewhere: <c>srv://name</c> in DNS, <c>file:///path</c> in a file. It stands where endpoints are
/// listed, so that they can be mixed with others, and any way to name an endpoint can name them.
/// </summary>
internal sealed record SourceAddress
{
    private const string Srv = "srv://";
    private const string File = "file://";
    private const int MaxNameLength = 253; // RFC 1035 §2.3.4, as text without the root.
    private const int MaxLabelLength = 63;

    private SourceAddress(string? service, string? path) => (Service, Path) = (service, path);

    /// <summary>The name whose SRV records are meant, or null.</summary>
    public string? Service { get; }

    /// <summary>The absolute path of the file, or null.</summary>
    public string? Path { get; }

    /// <summary>Whether a text is meant as such an address, well written or not.</summary>
    public static bool IsMeant(string text) =>
        text.StartsWith(Srv, StringComparison.OrdinalIgnoreCase) || text.StartsWith(File, StringComparison.OrdinalIgnoreCase);

    public static bool TryParse(string text, [NotNullWhen(true)] out SourceAddress? address, [NotNullWhen(false)] out string? problem)
    {
        var isSrv = text.StartsWith(Srv, StringComparison.OrdinalIgnoreCase);
        address = isSrv ? OfService(text[Srv.Length..].TrimEnd('/')) : IsMeant(text) ? OfPath(text[File.Length..]) : null;
        problem = address is not null ? null
            : isSrv ? $"\"{text}\": a name alone is needed, as in srv://_http._tcp.web.service.consul; ports come with its records"
            : $"\"{text}\": the absolute path of a file is needed, as in file:///etc/proxy/web.endpoints";
        return address is not null;
    }

    private static SourceAddress? OfService(string name)
    {
        var labels = name.TrimEnd('.').Split('.');
        return name.Length <= MaxNameLength && labels.All(IsLabel) ? new(name, null) : null;
    }

    private static SourceAddress? OfPath(string path) =>
        path.StartsWith('/') && !path.EndsWith('/') && !path.Contains('\0', StringComparison.Ordinal) ? new(null, path) : null;

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength && label.All(static each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_');
}
