using System.CommandLine;
using Proxy.Host.Configuration.Documentation;
using Proxy.Host.Configuration.Sections;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy schema</c>: what a configuration file may hold, for editors and for people.</summary>
internal static class SchemaCommand
{
    public const string Name = "schema";

    public const string Examples = """
        Examples:
          proxy schema > proxy.schema.json
          proxy schema --markdown | less

        With "$schema": "./proxy.schema.json" as the first key of proxy.json, editors complete keys, show what they mean and mark mistakes.
        """;

    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Print every key with its default and meaning, to read." };
        var command = new Command(Name, "Print the JSON schema of the configuration file.") { markdown };
        command.SetAction(result =>
        {
            var shape = HostSection.Binder.Shape;
            result.InvocationConfiguration.Output.Write(result.GetValue(markdown) ? Manual.Write(shape) : SchemaWriter.Write(shape));
            return ExitCode.Success;
        });
        return command;
    }
}
