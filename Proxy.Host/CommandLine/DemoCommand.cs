using System.CommandLine;
using Proxy.Host.Demo;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy demo</c>: something to try without a server at hand.</summary>
internal static class DemoCommand
{
    public const string Name = "demo";

    public const string Examples = """
        Examples:
          proxy demo
          proxy demo --listen 127.0.0.1:9000

        Then, in another terminal:
          curl http://127.0.0.1:8080/
        """;

    public static Command Create()
    {
        var listen = new Option<string>("--listen")
        {
            HelpName = "ADDR",
            Description = $"Where clients are accepted. Default: {AddressOptions.DefaultListen}, or a free port when that is taken.",
        };
        var (threads, transport) = (SharedOptions.Threads(), SharedOptions.Transport());
        var command = new Command(Name, "Start three small origins, balance over them, and print what to try.")
        {
            listen,
            threads,
            transport,
        };
        command.SetAction((result, cancellationToken) =>
        {
            string[] addresses = result.GetValue(listen) is { } address ? [address] : [];
            var arguments = new RunArguments(addresses, [], null, result.GetValue(threads), result.GetValue(transport));
            return new DemoRun(arguments, command, result.InvocationConfiguration).RunAsync(cancellationToken);
        });
        return command;
    }
}
