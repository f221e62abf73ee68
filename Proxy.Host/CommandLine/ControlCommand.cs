using System.CommandLine;
using Proxy.Host.Control;

namespace Proxy.Host.CommandLine;

/// <summary>What the commands share that speak with a running proxy.</summary>
internal static class ControlCommand
{
    /// <summary>Finds the proxy, and does something with it; where there is none, says so.</summary>
    public static async Task<int> RunAsync(
        string? config, string? socket, InvocationConfiguration console, Func<ControlClient, InvocationConfiguration, Task<int>> act)
    {
        try
        {
            return await act(ControlFinder.Find(config, socket), console);
        }
        catch (ControlException e)
        {
            await console.Error.WriteLineAsync($"proxy: {TerminalText.OneLine(e.Message)}");
            return ExitCode.Failure;
        }
    }

    /// <summary>Tells why the proxy refused.</summary>
    public static int Fail(ControlReply reply, InvocationConfiguration console)
    {
        console.Error.WriteLine($"proxy: {TerminalText.OneLine(reply.Text("error") ?? $"the proxy answers {reply.Status}")}");
        return ExitCode.Failure;
    }
}
