using Proxy.Core.Configuration;

namespace Proxy.Core.Policies.Answers;

/// <summary>The pages for errors, those of a route before those that hold everywhere; immutable.</summary>
internal sealed class ErrorPages
{
    private const int FirstError = 400;
    private const int LastError = 599;
    private const int Unauthorized = 401;
    private const int ProxyAuthenticationRequired = 407;

    private readonly OwnAnswer?[] _pages = new OwnAnswer?[LastError - FirstError + 1];
    private readonly bool[] _replaces = new bool[LastError - FirstError + 1];

    private ErrorPages()
    {
    }

    /// <summary>Some response of an origin is replaced.</summary>
    public bool ReplacesAny { get; private set; }

    /// <summary>Compiles pages; null where there are none.</summary>
    /// <param name="everywhere">Those that hold everywhere.</param>
    /// <param name="route">Those of one route.</param>
    public static ErrorPages? Compile(IReadOnlyList<ErrorPageOptions> everywhere, IReadOnlyList<ErrorPageOptions> route)
    {
        if (everywhere.Count + route.Count == 0)
        {
            return null;
        }

        var pages = new ErrorPages();
        pages.Add(everywhere);
        pages.Add(route);
        return pages;
    }

    /// <summary>The page for a status, or null.</summary>
    public OwnAnswer? Find(int status) => status is >= FirstError and <= LastError ? _pages[status - FirstError] : null;

    /// <summary>The page in place of an origin's own response, or null where that stays.</summary>
    public OwnAnswer? Replacement(int status) => Find(status) is { } page && _replaces[status - FirstError] ? page : null;

    // A class of statuses leaves room for those that have a page of their own.
    private void Add(IReadOnlyList<ErrorPageOptions> pages)
    {
        foreach (var page in pages.OrderByDescending(page => IsClass(page)))
        {
            var answer = new FixedAnswer(page);
            var (first, count) = IsClass(page) ? ((page.Status[0] - '0') * 100, 100) : (int.Parse(page.Status, System.Globalization.CultureInfo.InvariantCulture), 1);
            for (var status = first; status < first + count; status++)
            {
                _pages[status - FirstError] = answer;

                // What these ask the client for stands in a field of the origin's response.
                _replaces[status - FirstError] = page.ReplacesOrigin && status is not (Unauthorized or ProxyAuthenticationRequired);
            }

            ReplacesAny |= page.ReplacesOrigin;
        }
    }

    private static bool IsClass(ErrorPageOptions page) => page.Status.EndsWith("xx", StringComparison.Ordinal);
}
