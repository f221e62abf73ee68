using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare;

/// <summary>Keeps the configurations that were used beside the results, and prints them if asked to.</summary>
internal sealed class ConfigArchive(string directory, bool print)
{
    private readonly HashSet<(string Name, bool AllCores)> _printed = [];

    public void Keep(Scenario scenario, IEnumerable<ServerLaunch> launches)
    {
        var target = Directory.CreateDirectory(Path.Combine(directory, scenario.Name)).FullName;
        foreach (var launch in launches)
        {
            var text = $"# {launch.CommandLine}\n{(launch.ConfigPath is { } path ? File.ReadAllText(path) : "")}";
            File.WriteAllText(Path.Combine(target, launch.Name + ".conf"), text);

            // Ports apart, they differ between scenarios only in the number of threads.
            if (print && _printed.Add((launch.Name, scenario.AllCores)))
                Console.WriteLine($"--- {launch.Name}{(scenario.AllCores ? ", all cores" : "")}\n{text}");
        }
    }
}
