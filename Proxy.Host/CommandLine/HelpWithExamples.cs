using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Proxy.Host.Control;

namespace Proxy.Host.CommandLine;

/// <summary>The library's help, followed by examples to copy.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(ExamplesOf(parseResult.CommandResult.Command));
        return ExitCode.Success;
    }

    private static string ExamplesOf(Command command) => command.Name switch
    {
        RunCommand.Name => RunCommand.Examples,
        CheckCommand.Name => CheckCommand.Examples,
        ExplainCommand.Name => ExplainCommand.Examples,
        SchemaCommand.Name => SchemaCommand.Examples,
        ReloadCommand.Name => ReloadCommand.Examples,
        StatusCommand.Name => StatusCommand.Examples,
        UpstreamsCommand.Name => UpstreamsCommand.Examples,
        UpstreamVerbs.Drain or UpstreamVerbs.Undrain or UpstreamVerbs.Weight or UpstreamVerbs.Add or UpstreamVerbs.Remove => EndpointCommand.Examples,
        DemoCommand.Name => DemoCommand.Examples,
        _ => """
            Examples:
              proxy demo
              proxy run --listen 127.0.0.1:8080 --to http://127.0.0.1:9001
              proxy check --config proxy.json
              proxy explain --config proxy.json GET http://example.org/path

            "proxy COMMAND --help" tells more of each command.
            """,
    };
}
