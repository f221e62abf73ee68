namespace Proxy.Benchmarks.Compare;

/// <summary>Where a command reads and writes, all below the root of the repository.</summary>
/// <param name="root">The root.</param>
/// <param name="command">The command, which names the folder of its results.</param>
internal sealed class Workspace(string root, string command)
{
    public string Root { get; } = root;

    /// <summary>The native binary under test.</summary>
    public string ProxyBinary => Path.Combine(Root, "artifacts", "proxy");

    /// <summary>Results: chart, JSON and the configurations that were used.</summary>
    public string Results => Path.Combine(Root, "artifacts", command);

    /// <summary>Temporary files of the servers; emptied at the start.</summary>
    public string Run => Path.Combine(Results, "run");

    /// <summary>A copy of every configuration as it was used, by scenario.</summary>
    public string UsedConfigs => Path.Combine(Results, "configs");

    public string YarpProject => Path.Combine(Root, "Proxy.Benchmarks", "Compare", "Yarp", "Compare.Yarp.csproj");

    public string YarpOutput => Path.Combine(Results, "yarp");

    /// <summary>Finds the root upwards from the working directory, then from the binary.</summary>
    public static Workspace Find(string command)
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            {
                if (File.Exists(Path.Combine(directory.FullName, "Proxy.slnx")))
                    return new Workspace(directory.FullName, command);
            }
        }

        throw new CompareException("Proxy.slnx was not found above the working directory: run ./build.sh from the repository.");
    }

    public void Clean()
    {
        foreach (var directory in new[] { Run, UsedConfigs })
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
            Directory.CreateDirectory(directory);
        }
    }
}
