using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>Finds the programs the comparison needs, and installs those that are missing where it may.</summary>
internal static class Toolbox
{
    // Servers live in sbin, which a user's PATH often lacks.
    private static readonly string[] SystemDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    private static readonly string[] SystemdDirectories = ["/lib/systemd/system", "/usr/lib/systemd/system"];

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemDirectories)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Installs what is missing; each package is named like its program. What stays missing is for the caller to judge.</summary>
    public static async Task InstallMissingAsync(IEnumerable<string> programs, CancellationToken cancellation)
    {
        var missing = programs.Where(program => Find(program) is null).ToArray();
        if (missing.Length == 0)
            return;
        var install = $"apt-get install -y --no-install-recommends {string.Join(' ', missing)}";
        if (Find("apt-get") is not { } apt || !Environment.IsPrivilegedProcess)
        {
            Console.Error.WriteLine($"missing: {string.Join(", ", missing)}. Install with: sudo {install}");
            return;
        }

        Console.WriteLine($"missing: {string.Join(", ", missing)}; running {install}");
        var environment = new Dictionary<string, string>
        {
            ["DEBIAN_FRONTEND"] = "noninteractive",

            // The packages would start their servers on public ports; offline, systemctl leaves them alone.
            ["SYSTEMD_OFFLINE"] = "1",
        };
        var arguments = install.Split(' ')[1..];
        var servicesBefore = Services();
        var result = await Command.RunAsync(apt, arguments, environment, cancellation);
        if (result.ExitCode != 0)
        {
            await Command.RunAsync(apt, ["update"], environment, cancellation);
            result = await Command.RunAsync(apt, arguments, environment, cancellation);
        }

        if (result.ExitCode != 0)
            Console.Error.WriteLine($"{install} failed:\n{result.LastLines(5)}");
        await DisableAsync(Services().Except(servicesBefore), cancellation);
    }

    // Nor may they start with the next boot; those that were there before are the machine's own.
    private static async Task DisableAsync(IEnumerable<string> services, CancellationToken cancellation)
    {
        if (Find("systemctl") is not { } systemctl)
            return;
        foreach (var service in services)
            await Command.RunAsync(systemctl, ["disable", service], null, cancellation);
    }

    private static string[] Services() =>
    [
        .. SystemdDirectories.Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*.service"))
            .Select(path => Path.GetFileName(path))
            .Distinct(),
    ];
}
