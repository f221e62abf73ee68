using System.Globalization;
using System.Net;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>What resolv.conf(5) says: whom to ask, and what may be left out behind a name. Read anew for each look-up, since networks come and go.</summary>
internal sealed class ResolverFile
{
    public const string SystemPath = "/etc/resolv.conf";

    private const int MaxServers = 3; // MAXNS of the system's resolver: further ones are not asked there either.
    private const int MaxDots = 15;

    private readonly List<IPEndPoint> _servers = [];
    private readonly int _port;
    private string[] _search = [];
    private int _dots = 1;

    private ResolverFile(IEnumerable<string> lines, int port)
    {
        _port = port;
        foreach (var line in lines)
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1)
            {
                Take(words[0], words[1..]);
            }
        }
    }

    public IReadOnlyList<IPEndPoint> Servers => _servers;

    /// <summary>The file as it stands now; an empty one where it cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="port">Where its servers are asked: the file has no ports.</param>
    public static ResolverFile Read(string path = SystemPath, int port = NameServers.DnsPort)
    {
        try
        {
            return new(File.ReadAllLines(path), port);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new([], port);
        }
    }

    /// <summary>The names to ask for, in order: a short one is first taken as one of the search list's domains, one with a dot at its end never is.</summary>
    public IReadOnlyList<string> NamesFor(string name)
    {
        if (name.EndsWith('.'))
        {
            return [name];
        }

        var longer = _search.Select(domain => $"{name}.{domain}");
        return name.Count(static each => each == '.') >= _dots ? [name, .. longer] : [.. longer, name];
    }

    // The last "search" holds; "domain" is its older form.
    private void Take(string key, string[] words)
    {
        switch (key)
        {
            case "nameserver" when _servers.Count < MaxServers && IPAddress.TryParse(words[0], out var server):
                _servers.Add(new IPEndPoint(server, _port));
                break;
            case "search":
                _search = [.. words.Select(domain => domain.Trim('.')).Where(domain => domain.Length > 0)];
                break;
            case "domain":
                _search = words[0].Trim('.') is { Length: > 0 } only ? [only] : [];
                break;
            case "options":
                _dots = words.Select(DotsOf).LastOrDefault(static dots => dots is not null) ?? _dots;
                break;
        }
    }

    private static int? DotsOf(string option) =>
        option.StartsWith("ndots:", StringComparison.Ordinal)
        && int.TryParse(option.AsSpan("ndots:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var dots)
            ? Math.Min(dots, MaxDots)
            : null;
}
