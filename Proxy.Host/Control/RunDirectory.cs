using System.Text;
using Proxy.Core.Configuration;

namespace Proxy.Host.Control;

/// <summary>Where control sockets are when nothing else is said: a place both the proxy and its command line find by the name of the configuration file.</summary>
internal static class RunDirectory
{
    private const string OfRoot = "/run/proxy";
    private const string Suffix = ".sock";
    private const int LongestName = 32;

    /// <summary>Where a proxy puts its socket, or null where there is no such place.</summary>
    public static string? Own => Candidates().FirstOrDefault();

    /// <summary>Where its socket may be: the environment of who asks may differ from the proxy's.</summary>
    public static IReadOnlyList<string> All => [.. Candidates().Append(OfRoot).Distinct()];

    /// <summary>The socket's file name: the configuration's, and what tells it from others of that name.</summary>
    public static string FileName(string fullConfigurationPath)
    {
        var name = Path.GetFileNameWithoutExtension(fullConfigurationPath);
        return $"{name[..Math.Min(name.Length, LongestName)]}-{Hash(fullConfigurationPath):x8}{Suffix}";
    }

    /// <summary>Every socket there is.</summary>
    public static IEnumerable<string> Sockets() => All.Where(Directory.Exists).SelectMany(directory =>
        Directory.EnumerateFileSystemEntries(directory, $"*{Suffix}", new EnumerationOptions { IgnoreInaccessible = true }));

    /// <summary>A path that fits a socket's address, in the run directory made for it; else null, and why.</summary>
    public static NetworkAddress? TryMake(string fullConfigurationPath, out string problem)
    {
        problem = "there is no run directory: neither RUNTIME_DIRECTORY nor XDG_RUNTIME_DIR is set";
        if (Own is not { } directory)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return null;
        }

        return NetworkAddress.TryParse($"unix:{Path.Combine(directory, FileName(fullConfigurationPath))}", out var address, out var invalid)
            ? address
            : Fail(invalid, out problem);
    }

    // systemd names the directory it made for a service, or several; a user's own goes before root's only where there is one.
    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")?.Split(':')[0] is { Length: > 0 } runtime)
        {
            yield return runtime;
        }

        if (Environment.IsPrivilegedProcess)
        {
            yield return OfRoot;
        }
        else if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } user)
        {
            yield return Path.Combine(user, "proxy");
        }
    }

    private static NetworkAddress? Fail(string invalid, out string problem)
    {
        problem = invalid;
        return null;
    }

    // FNV-1a: it only has to tell the paths of one machine apart, and to be the same in every version.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var each in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ each) * 16777619u;
        }

        return hash;
    }
}
