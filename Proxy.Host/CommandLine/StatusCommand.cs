using System.CommandLine;
using Proxy.Host.Control;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy status</c>: what a running proxy does.</summary>
internal static class StatusCommand
{
    public const string Name = "status";

    public const string Examples = """
        Examples:
          proxy status --config proxy.json
          proxy status --json                   # where only one proxy runs

        Exit code 0 when the proxy answers; 1 when none runs there.
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var (config, socket, json) = (SharedOptions.Config(required: false), SharedOptions.Socket(), SharedOptions.Json());
        var command = new Command(Name, "Tell what a running proxy does.") { config, socket, json };
        command.SetAction((result, cancellationToken) =>
            ControlCommand.RunAsync(result.GetValue(config), result.GetValue(socket), result.InvocationConfiguration, async (client, console) =>
                Tell(await client.SendAsync("GET", $"/{Name}", Patience, cancellationToken), result.GetValue(json), console)));
        return command;
    }

    private static int Tell(ControlReply reply, bool json, InvocationConfiguration console)
    {
        if (reply.Status != 200)
        {
            return ControlCommand.Fail(reply, console);
        }

        console.Output.WriteLine(json ? reply.Body.TrimEnd() : string.Join(Environment.NewLine, StatusLines.Of(reply.Root).Select(TerminalText.OneLine)));
        return ExitCode.Success;
    }
}
