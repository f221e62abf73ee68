using System.CommandLine;
using System.Net;
using Proxy.Core.Explaining;
using Proxy.Host.Configuration;
using Proxy.Host.Explaining;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy explain</c>: what a file would do with a request, without running it.</summary>
internal static class ExplainCommand
{
    public const string Name = "explain";

    public const string Examples = """
        Examples:
          proxy explain --config proxy.json GET http://example.org/v1/users/7
          proxy explain --config proxy.json -X POST -H 'Content-Length: 5' http://example.org/v1/users
          proxy explain --config proxy.json --from 203.0.113.9 -H 'X-Forwarded-For: 6.6.6.6' https://example.org/
          proxy explain --config proxy.json --json GET http://example.org/ | jq .outcome

        No socket is opened and no name looked up; a proxy that runs is not asked.

        Exit code 0 when a route answers the request; 1 when it would be refused, or the file has errors.
        """;

    private const string NoAddress = "unix";

    public static Command Create()
    {
        var config = SharedOptions.Config(required: true);
        var method = new Option<string>("--method", "-X") { HelpName = "METHOD", Description = "The method. Default: GET." };
        var header = new Option<string[]>("--header", "-H")
        {
            HelpName = "LINE",
            Arity = ArgumentArity.OneOrMore,
            Description = "A field line as the client sends it, 'Name: value'. Repeatable.",
        };
        var from = new Option<string>("--from") { HelpName = "ADDR", Description = $"Who connects: an IP address, or {NoAddress}. Default: 127.0.0.1." };
        var listener = new Option<string>("--listener") { HelpName = "NAME", Description = "Where it arrives. Default: at the listener with the URL's port." };
        var json = SharedOptions.Json();
        var request = new Argument<string[]>("METHOD? URL")
        {
            Arity = new ArgumentArity(1, 2),
            Description = "What is asked for, as in GET https://host/path.",
        };
        var command = new Command(Name, "Show what a configuration does with a request, without running it.")
        {
            config,
            method,
            header,
            from,
            listener,
            json,
            request,
        };
        command.SetAction(result =>
        {
            var words = result.GetRequiredValue(request);
            if (words.Length > 1 && result.GetValue(method) is { } twice)
            {
                return CommandLineError.Write($"which method, {twice} or {words[0]}?", command, result.InvocationConfiguration.Error);
            }

            var arguments = new ExplainArguments(
                result.GetRequiredValue(config),
                result.GetValue(method) ?? (words.Length > 1 ? words[0] : "GET"),
                words[^1],
                result.GetValue(header) ?? [],
                result.GetValue(from),
                result.GetValue(listener),
                result.GetValue(json));
            return Explain(arguments, command, result.InvocationConfiguration);
        });
        return command;
    }

    private static int Explain(ExplainArguments arguments, Command command, InvocationConfiguration console)
    {
        IPAddress? from = IPAddress.Loopback;
        if (arguments.From == NoAddress)
        {
            from = null;
        }
        else if (arguments.From is not null && !IPAddress.TryParse(arguments.From, out from))
        {
            return CommandLineError.Write($"--from: \"{arguments.From}\" is no IP address", command, console.Error);
        }

        var (options, errors) = ConfigurationFile.Load(arguments.Config);
        if (errors.Count > 0)
        {
            return ErrorLines.Write(errors, console.Error);
        }

        try
        {
            var explanation = ProxyExplainer.Explain(options, new ExplainRequest
            {
                Method = arguments.Method,
                Url = arguments.Url,
                Headers = arguments.Headers,
                From = from,
                Listener = arguments.Listener,
            });
            console.Output.Write(arguments.Json
                ? ExplainJson.Render(explanation)
                : ExplainText.Render(explanation, arguments, Terminal.TakesColor(console.Output)));
            return explanation.Outcome.Kind == OutcomeKind.Refuse ? ExitCode.Failure : ExitCode.Success;
        }
        catch (ExplainException e)
        {
            return CommandLineError.Write(e.Message, command, console.Error);
        }
    }
}
