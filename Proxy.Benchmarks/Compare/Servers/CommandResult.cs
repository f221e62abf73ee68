namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>What a program that has ended left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The end of what it said, for a message.</summary>
    public string LastLines(int count) =>
        string.Join('\n', (Output + '\n' + Error).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count));
}
