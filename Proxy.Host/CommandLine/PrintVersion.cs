using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy --version</c>.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    public static string Version { get; } =
        typeof(PrintVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"proxy {Version}");
        return ExitCode.Success;
    }
}
