using Proxy.Host.Configuration;

namespace Proxy.Host.Control;

/// <summary>Finds the control socket of the proxy that is meant.</summary>
internal static class ControlFinder
{
    /// <param name="config">The file it runs with, or null.</param>
    /// <param name="socket">Its socket, or null.</param>
    /// <exception cref="ControlException">There is none, or more than one.</exception>
    public static ControlClient Find(string? config, string? socket) =>
        socket is not null ? new(Path.GetFullPath(socket)) : config is not null ? OfConfiguration(config) : TheOnly();

    // The file may be in error, and says all the same where the socket is.
    private static ControlClient OfConfiguration(string config)
    {
        if (!File.Exists(config))
        {
            throw new ControlException($"{config}: no such file");
        }

        var loaded = ConfigurationFile.Load(config);
        var named = loaded.Host.Control.Socket;
        if (named != ControlOptions.Automatic)
        {
            return new(named ?? throw new ControlException($"{config} says that there is no control socket (control.socket: null); SIGHUP reloads all the same"));
        }

        string[] possible = [.. RunDirectory.All.Select(directory => Path.Combine(directory, RunDirectory.FileName(Path.GetFullPath(config))))];
        string[] present = [.. possible.Where(File.Exists)];
        return new(present.FirstOrDefault(IsAnswered) ?? present.FirstOrDefault() ?? throw NotFound(config, loaded.Errors, possible));
    }

    // The text may be so wrong that a socket named in it cannot be read: then its first error is what there is to mend.
    private static ControlException NotFound(string config, IReadOnlyList<string> errors, string[] possible)
    {
        var missing = $"there is no control socket {string.Join(" or ", possible)}";
        return new(errors is [var first, ..]
            ? $"{missing}, and whether {config} names another cannot be told for its errors; name it with --socket, or mend them first: {first}"
            : $"no proxy runs with {config}: {missing}; start it with \"proxy run --config {config}\", or name its socket with --socket");
    }

    private static ControlClient TheOnly()
    {
        string[] paths = [.. RunDirectory.Sockets().Where(IsAnswered)];
        return paths.Length switch
        {
            1 => new(paths[0]),
            0 => throw new ControlException(
                $"no proxy runs here: no control socket is answered in {string.Join(" or ", RunDirectory.All)}; name one with --socket, or the configuration with --config"),
            _ => throw new ControlException($"several proxies run here; name one with --socket: {string.Join(", ", paths)}"),
        };
    }

    private static bool IsAnswered(string path) => new ControlClient(path).IsAnswered();
}
