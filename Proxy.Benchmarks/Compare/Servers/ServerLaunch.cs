namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>How to start one server.</summary>
internal sealed record ServerLaunch
{
    public required string Name { get; init; }

    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The loopback port it will listen on.</summary>
    public required int Port { get; init; }

    /// <summary>The rendered configuration file; null for a server that is told all on its command line.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The command line as a user would type it.</summary>
    public string CommandLine =>
        string.Join(' ', Environment.Select(pair => $"{pair.Key}={pair.Value}").Append(Program).Concat(Arguments));
}
