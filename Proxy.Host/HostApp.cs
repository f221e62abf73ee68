using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Host.CommandLine;

namespace Proxy.Host;

/// <summary>The whole program apart from the process it runs in: arguments in, text and an exit code out.</summary>
internal static class HostApp
{
    private const string DebugVariable = "PROXY_DEBUG";

    /// <summary>True when the operator asked for stack traces and debug messages.</summary>
    public static bool IsDebug => Environment.GetEnvironmentVariable(DebugVariable) == "1";

    public static async Task<int> InvokeAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        try
        {
            return await RunAsync(args, output, error, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong cannot even be told: the exit code has to say it.
            return ExitCode.Failure;
        }
    }

    private static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            return await ProxyCommand.InvokeAsync(args, output, error, cancellationToken);
        }
        catch (ConfigurationException e)
        {
            foreach (var problem in e.Errors)
            {
                await error.WriteLineAsync($"proxy: {problem}");
            }
        }
        catch (ProxyStartException e)
        {
            await error.WriteLineAsync($"proxy: {e.Message}");
        }
        catch (Exception e)
        {
            await WriteUnexpectedAsync(error, e);
        }

        return ExitCode.Failure;
    }

    private static async Task WriteUnexpectedAsync(TextWriter error, Exception e)
    {
        var oneLine = e.Message.ReplaceLineEndings(" ");
        var hint = IsDebug ? "" : $" ({DebugVariable}=1 shows where)";
        await error.WriteLineAsync($"proxy: unexpected error: {e.GetType().Name}: {oneLine}{hint}");
        if (IsDebug)
        {
            await error.WriteLineAsync(e.ToString());
        }
    }
}
