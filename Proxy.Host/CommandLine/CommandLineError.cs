using System.CommandLine;
using Proxy.Core.Configuration;

namespace Proxy.Host.CommandLine;

/// <summary>One line about the first thing wrong with a command line, and where to read on.</summary>
internal static class CommandLineError
{
    /// <summary>Writes what the parser could not understand.</summary>
    public static int Write(ParseResult result, TextWriter error) => Write(Explain(result), result.CommandResult.Command, error);

    /// <summary>Writes an error found after parsing.</summary>
    public static int Write(string message, Command command, TextWriter error)
    {
        error.WriteLine($"proxy: {message}");
        error.WriteLine(command is RootCommand ? "Try \"proxy --help\"." : $"Try \"proxy {command.Name} --help\".");
        return ExitCode.Failure;
    }

    private static string Explain(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (result.UnmatchedTokens is [var token, ..])
        {
            return token.StartsWith('-') ? ExplainOption(token, command)
                : command is RootCommand ? NameSuggestion.Unknown("command", token, command.Subcommands.Select(c => c.Name))
                : $"\"{token}\" is not expected here";
        }

        return command is RootCommand
            ? $"a command is needed: {string.Join(", ", command.Subcommands.Select(c => c.Name))}"
            : result.Errors[0].Message;
    }

    private static string ExplainOption(string token, Command command)
    {
        var owner = command is RootCommand ? command.Subcommands.FirstOrDefault(sub => OptionsOf(sub).Contains(token)) : null;
        return owner is null
            ? NameSuggestion.Unknown("option", token, OptionsOf(command))
            : $"\"{token}\" belongs behind a command: proxy {owner.Name} {token} …";
    }

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Select(option => option.Name).Append("--help").Distinct();
}
