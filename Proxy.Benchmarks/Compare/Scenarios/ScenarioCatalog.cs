namespace Proxy.Benchmarks.Compare.Scenarios;

/// <summary>Every scenario, in the order it is run.</summary>
internal static class ScenarioCatalog
{
    /// <summary>The content of <c>/13b</c>.</summary>
    public const string SmallBody = "Hello, world!";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Name = "13b-64", Title = "13 B, keep-alive, 64 connections", Path = "/13b", BodyBytes = 13, Connections = 64 },
        new() { Name = "13b-256", Title = "13 B, keep-alive, 256 connections", Path = "/13b", BodyBytes = 13, Connections = 256 },
        new()
        {
            Name = "13b-64-routes", Title = "13 B, keep-alive, 64 connections, 100 routes, 5 changes to fields", Path = ServiceRoutes.Path,
            BodyBytes = 13, Connections = 64, IsRouted = true,
        },
        new() { Name = "10k", Title = "10 KiB, keep-alive, 64 connections", Path = "/10k", BodyBytes = 10 * 1024, Connections = 64 },
        new() { Name = "100k", Title = "100 KiB, keep-alive, 64 connections", Path = "/100k", BodyBytes = 100 * 1024, Connections = 64 },
        new() { Name = "1m", Title = "1 MiB, keep-alive, 32 connections", Path = "/1m", BodyBytes = 1024 * 1024, Connections = 32 },
        new()
        {
            Name = "new-connection", Title = "13 B, a new client connection per request", Path = "/13b", BodyBytes = 13, Connections = 64,
            KeepAlive = false,
        },
        new()
        {
            Name = "13b-64-all", Title = "13 B, keep-alive, 64 connections, all cores", Path = "/13b", BodyBytes = 13, Connections = 64,
            AllCores = true,
        },
    ];

    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
