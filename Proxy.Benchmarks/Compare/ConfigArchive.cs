using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare;

/// <summary>Keeps the configurations that were used beside the results, and prints them if asked to.</summary>
internal sealed class ConfigArchive(string directory, bool print)
{
    private readonly HashSet<(string Name, bool AllCores)> _printed = [];

    /// <param name="scenario">The folder they go to.</param>
    /// <param name="allCores">They are made for all cores.</param>
    /// <param name="launches">The servers.</param>
    public void Keep(string scenario, bool allCores, IEnumerable<ServerLaunch> launches)
    {
        var target = Directory.CreateDirectory(Path.Combine(directory, scenario)).FullName;
        foreach (var launch in launches)
        {
            var text = $"# {launch.CommandLine}\n{(launch.ConfigPath is { } path ? File.ReadAllText(path) : "")}";
            File.WriteAllText(Path.Combine(target, launch.Name + ".conf"), text);

            // Ports apart, they differ between scenarios only in the number of threads.
            if (print && _printed.Add((launch.Name, allCores)))
                Console.WriteLine($"--- {launch.Name}{(allCores ? ", all cores" : "")}\n{text}");
        }
    }
}
