using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Proxy.Host.CommandLine;

/// <summary>The command line: <c>proxy run</c>, <c>proxy check</c> and the others.</summary>
internal static class ProxyCommand
{
    public static Task<int> InvokeAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        // No response files: "@" begins no file name in an address or URL. No bundling: "-Xfoo" is no way to write an option.
        var result = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (result.Action is ParseErrorAction)
        {
            return Task.FromResult(CommandLineError.Write(result, error));
        }

        // Signals are ours: the library's handler would end the process after two seconds of draining.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return result.InvokeAsync(configuration, cancellationToken);
    }

    private static RootCommand Create()
    {
        var root = new RootCommand("A reverse proxy for HTTP.")
        {
            RunCommand.Create(),
            CheckCommand.Create(),
            ExplainCommand.Create(),
            SchemaCommand.Create(),
            ReloadCommand.Create(),
            StatusCommand.Create(),
            UpstreamsCommand.Create(),
            DemoCommand.Create(),
        };
        foreach (var command in EndpointCommand.CreateAll())
        {
            root.Add(command);
        }

        root.Directives.Clear();
        foreach (var option in root.Options)
        {
            switch (option)
            {
                case HelpOption { Action: HelpAction help }:
                    option.Action = new HelpWithExamples(help);
                    break;
                case VersionOption:
                    option.Action = new PrintVersion();
                    break;
            }
        }

        return root;
    }
}
