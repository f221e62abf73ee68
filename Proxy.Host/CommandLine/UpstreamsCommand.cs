using System.CommandLine;
using Proxy.Host.Control;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy upstreams</c>: the endpoints of a running proxy, their state and load.</summary>
internal static class UpstreamsCommand
{
    public const string Name = UpstreamVerbs.Show;

    public const string Examples = """
        Examples:
          proxy upstreams --config proxy.json
          proxy upstreams site                  # one upstream, where only one proxy runs
          proxy upstreams --json

        Exit code 0 when the proxy answers; 1 when none runs there, or it has no such upstream.
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var (config, socket, json) = (SharedOptions.Config(required: false), SharedOptions.Socket(), SharedOptions.Json());
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "One upstream only." };
        var command = new Command(Name, "Show the endpoints of a running proxy: state, load, connections.") { name, config, socket, json };
        command.SetAction((result, cancellationToken) =>
            ControlCommand.RunAsync(result.GetValue(config), result.GetValue(socket), result.InvocationConfiguration, async (client, console) =>
                Tell(await client.SendAsync("GET", $"/{Name}", Patience, cancellationToken), result.GetValue(name), result.GetValue(json), console)));
        return command;
    }

    private static int Tell(ControlReply reply, string? name, bool json, InvocationConfiguration console)
    {
        if (reply.Status != 200)
        {
            return ControlCommand.Fail(reply, console);
        }

        if (name is not null && UpstreamLines.Unknown(reply.Root, name) is { } unknown)
        {
            console.Error.WriteLine($"proxy: {TerminalText.OneLine(unknown)}");
            return ExitCode.Failure;
        }

        console.Output.WriteLine(json ? reply.Body.TrimEnd() : string.Join(Environment.NewLine, UpstreamLines.Of(reply.Root, name).Select(TerminalText.OneLine)));
        return ExitCode.Success;
    }
}
