using System.CommandLine;
using Proxy.Host.Control;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy reload</c>: has a running proxy read its file again, and tells how that went.</summary>
internal static class ReloadCommand
{
    public const string Name = "reload";

    public const string Examples = """
        Examples:
          proxy reload --config proxy.json
          proxy reload --socket /run/proxy/site.sock
          proxy reload                          # where only one proxy runs

        The running proxy reads its file again and loses no request. Exit code 0 when it runs what the file says; 1, every error with its line and column,
        and nothing changed, when the file cannot be run.
        """;

    // Names may have to be looked up on the way.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var (config, socket) = (SharedOptions.Config(required: false), SharedOptions.Socket());
        var command = new Command(Name, "Have a running proxy read its configuration file again.") { config, socket };
        command.SetAction((result, cancellationToken) =>
            ControlCommand.RunAsync(result.GetValue(config), result.GetValue(socket), result.InvocationConfiguration, async (client, console) =>
                Tell(await client.SendAsync("POST", $"/{Name}", Patience, cancellationToken), console)));
        return command;
    }

    private static int Tell(ControlReply reply, InvocationConfiguration console)
    {
        if (reply.Status != 200)
        {
            foreach (var line in reply.Lines("errors"))
            {
                console.Error.WriteLine(TerminalText.OneLine(line));
            }

            console.Error.WriteLine($"proxy: not reloaded, nothing has changed{(reply.Text("error") is { } error ? $": {error}" : "")}");
            return ExitCode.Failure;
        }

        console.Output.WriteLine("reloaded");
        foreach (var line in reply.Lines("notes"))
        {
            console.Output.WriteLine($"  {TerminalText.OneLine(line)}");
        }

        return ExitCode.Success;
    }
}
