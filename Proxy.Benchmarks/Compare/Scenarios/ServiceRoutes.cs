namespace Proxy.Benchmarks.Compare.Scenarios;

/// <summary>The routes of a scenario that has many: <c>/service-1/</c> and so on, one line of configuration for each.</summary>
internal static class ServiceRoutes
{
    public const int Count = 100;

    /// <summary>The one that requests take; neither the first nor the last.</summary>
    public const string Path = "/service-57/13b";

    /// <summary>A line for each route.</summary>
    /// <param name="line">The line for a number from 1 on.</param>
    /// <param name="separator">What stands between lines.</param>
    public static string Write(Func<int, string> line, string separator = "\n") =>
        string.Join(separator, Enumerable.Range(1, Count).Select(line));
}
