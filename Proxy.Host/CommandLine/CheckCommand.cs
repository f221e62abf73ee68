using System.CommandLine;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy check</c>: every error of a file, without running it.</summary>
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
        Exit code 0 when the file can be run; 1, and every error with its line and column, when not.
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
        var (options, errors) = ConfigurationFile.Load(path);
        if (errors.Count > 0)
        {
            return ErrorLines.Write(errors, console.Error);
        }

        console.Output.WriteLine($"{path}: fit to run: {Summary(options)}");
        return ExitCode.Success;
    }

    private static string Summary(ProxyOptions options) => string.Join(
        ", ",
        Count(options.Listeners.Count, "listener"),
        Count(options.Routes.Count, "route"),
        Count(options.Upstreams.Count, "upstream"),
        Count(options.Upstreams.Sum(upstream => upstream.Endpoints.Count), "endpoint"));

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
