namespace Proxy.Benchmarks.Compare;

/// <summary>The <c>compare</c> command: parses, runs, maps the outcome to an exit code.</summary>
internal static class CompareCommand
{
    /// <summary>Its name, for messages and for the folder of its results.</summary>
    public const string Name = "compare";

    public static async Task<int> RunAsync(string[] args)
    {
        CompareOptions options;
        try
        {
            options = CompareOptionsParser.Parse(args);
        }
        catch (CompareException error)
        {
            CommandRun.Error(Name, error.Message);
            return CommandRun.BadUsage;
        }

        if (options.Help)
        {
            Console.WriteLine(CompareHelp.Text);
            return CommandRun.Success;
        }

        return await CommandRun.RunAsync(Name, stop => new Comparison(Workspace.Find(Name), options).RunAsync(stop));
    }
}
