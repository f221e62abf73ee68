using Proxy.Benchmarks.Compare;

namespace Proxy.Benchmarks.Resilience;

/// <summary>The <c>resilience</c> command: parses, runs, maps the outcome to an exit code.</summary>
internal static class ResilienceCommand
{
    /// <summary>Its name, for messages and for the folder of its results.</summary>
    public const string Name = "resilience";

    public static async Task<int> RunAsync(string[] args)
    {
        ResilienceOptions options;
        try
        {
            options = ResilienceOptionsParser.Parse(args);
        }
        catch (CompareException error)
        {
            CommandRun.Error(Name, error.Message);
            return CommandRun.BadUsage;
        }

        if (options.Help)
        {
            Console.WriteLine(ResilienceHelp.Text);
            return CommandRun.Success;
        }

        return await CommandRun.RunAsync(Name, stop => new ResilienceProof(Workspace.Find(Name), options).RunAsync(stop));
    }
}
