using System.CommandLine;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;
using Proxy.Host.Reloading;
using Proxy.Host.Running;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy run</c>: from a file, or from addresses alone.</summary>
internal static class RunCommand
{
    public const string Name = "run";

    public const string Examples = """
        Examples:
          proxy run --to http://127.0.0.1:9001
          proxy run --listen 0.0.0.0:8080 --listen unix:/run/proxy.sock --to 10.0.0.5:8080 --to 10.0.0.6:8080
          proxy run --config proxy.json --threads 4

        The first SIGTERM or SIGINT (Ctrl-C) drains: answers in flight are finished. A second one stops at once.
        SIGHUP, or "proxy reload", reads the file again: no request is lost, and an invalid file changes nothing.
        """;

    public static Command Create()
    {
        var (listen, to) = (AddressOptions.Listen(), AddressOptions.To());
        var (config, threads, transport) = (SharedOptions.Config(required: false), SharedOptions.Threads(), SharedOptions.Transport());
        var command = new Command(Name, "Run the proxy until it is told to stop.") { listen, to, config, threads, transport };
        command.SetAction((result, cancellationToken) =>
        {
            var arguments = new RunArguments(
                result.GetValue(listen) ?? [],
                result.GetValue(to) ?? [],
                result.GetValue(config),
                result.GetValue(threads),
                result.GetValue(transport));
            return RunAsync(arguments, command, result.InvocationConfiguration, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        RunArguments arguments, Command command, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (arguments.Contradiction() is { } problem)
        {
            return CommandLineError.Write(problem, command, console.Error);
        }

        var source = arguments.Config is { } path ? new ConfigurationSource(path, arguments.ApplyTo) : null;
        var loaded = source?.Load() ?? new LoadedConfiguration(arguments.ApplyTo(new()), []);
        if (loaded.Errors.Count > 0)
        {
            return ErrorLines.Write(loaded.Errors, console.Error);
        }

        if (OptionsValidator.Validate(loaded.Options) is [var first, ..])
        {
            return CommandLineError.Write(RunArguments.Explain(first), command, console.Error);
        }

        var plan = new RunPlan(loaded.Host with { Proxy = loaded.Options }, source);
        return await new ProxyRunner(plan, console.Output) { Warnings = loaded.Warnings }.RunAsync(cancellationToken: cancellationToken);
    }
}
