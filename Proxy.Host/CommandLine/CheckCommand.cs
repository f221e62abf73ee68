using System.CommandLine;
using Proxy.Host.Configuration;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy check</c>: every error and warning of a file, without running it.</summary>
internal static class CheckCommand
{
    public const string Name = "check";

    public const string Examples = """
        Example:
          proxy check --config proxy.json

        A small file:
          {
            "listeners": { "web": { "address": "0.0.0.0:8080" } },
            "routes": [ { "upstream": "site" } ],
            "upstreams": { "site": { "endpoints": [ "10.0.0.5:8080", { "address": "10.0.0.6:8080", "weight": 2 } ] } },
            "timeouts": { "upstreamResponseHead": "30s" },   // durations: "250ms" "5s" "2m" "1h"
            "limits": { "maxRequestBodyBytes": "10MiB" },    // sizes: a number of bytes, or "32KiB" "10MiB"
          }

        "proxy schema --markdown" tells every key; "proxy schema" writes a schema that lets editors complete and check the file.
        Exit code 0 when the file is fit to run; 1 when there are errors or warnings, each with its line and column. With warnings alone,
        as for a route that no request reaches, "proxy run" logs them and runs.
        """;

    public static Command Create()
    {
        var config = SharedOptions.Config(required: true);
        var command = new Command(Name, "Check a configuration file without running it.") { config };
        command.SetAction(result => Check(result.GetRequiredValue(config), result.InvocationConfiguration));
        return command;
    }

    private static int Check(string path, InvocationConfiguration console)
    {
        var loaded = ConfigurationFile.Load(path);
        ErrorLines.Write([.. loaded.Errors, .. loaded.Warnings], console.Error);
        if (loaded.Errors.Count > 0)
        {
            return ExitCode.Failure;
        }

        var (verdict, exitCode) = loaded.Warnings.Count == 0
            ? ("fit to run", ExitCode.Success)
            : ($"can be run, but has {Count(loaded.Warnings.Count, "warning")}", ExitCode.Failure);
        console.Output.WriteLine($"{path}: {verdict}: {Summary(loaded)}");
        return exitCode;
    }

    private static string Summary(LoadedConfiguration loaded)
    {
        var options = loaded.Options;
        string[] counts =
        [
            Count(options.Listeners.Count, "listener"),
            Count(options.Routes.Count, "route"),
            Count(options.Upstreams.Count, "upstream"),
            Count(options.Upstreams.Sum(upstream => upstream.Endpoints.Count), "endpoint"),
        ];
        return $"{string.Join(", ", counts)}{(loaded.Files.Count > 1 ? $", from {loaded.Files.Count} files" : "")}";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
