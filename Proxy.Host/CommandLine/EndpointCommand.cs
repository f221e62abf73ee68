using System.CommandLine;
using System.Text.Json;
using Proxy.Host.Control;

namespace Proxy.Host.CommandLine;

/// <summary><c>proxy drain</c> and its siblings: change one endpoint of a running proxy.</summary>
internal static class EndpointCommand
{
    public const string Examples = """
        Examples:
          proxy drain site 10.0.0.5:8080 --wait 60s    # no new requests; returns when the last one is done
          proxy undrain site 10.0.0.5:8080
          proxy weight site 10.0.0.6:8080 3
          proxy add site 10.0.0.7:8080 --weight 2
          proxy remove site 10.0.0.7:8080

        With --config FILE or --socket PATH where several proxies run. Drains hold until they are undone, everything else until the next reload.
        Exit code 0 when it is done; 1 when it cannot be done, or took longer than --wait.
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>All of them.</summary>
    public static IEnumerable<Command> CreateAll()
    {
        yield return CreateDrain();
        yield return Create(UpstreamVerbs.Undrain, "Give an endpoint of a running proxy requests again.", "gets requests again");
        yield return CreateWeighted(UpstreamVerbs.Weight, "Give an endpoint of a running proxy another share of the requests.", new Argument<int?>("WEIGHT") { Description = "1 to 1000." });
        yield return CreateAdd();
        yield return Create(UpstreamVerbs.Remove, "Take an endpoint of a running proxy away; what is under way on it is finished.", "is gone");
    }

    private static Command CreateDrain()
    {
        var wait = SharedOptions.Wait();
        var target = new Target(UpstreamVerbs.Drain, "Give an endpoint of a running proxy no new requests; those under way are finished.");
        target.Command.Add(wait);
        target.Command.SetAction((result, cancellationToken) => target.RunAsync(result, weight: null, async (order, client, reply, console) =>
        {
            await console.Output.WriteLineAsync($"{order.Endpoint} drains");
            return result.GetValue(wait) is not { } patience || await DrainWait.UntilIdleAsync(client, order, reply, patience, console, cancellationToken)
                ? ExitCode.Success
                : ExitCode.Failure;
        }, cancellationToken));
        return target.Command;
    }

    private static Command CreateAdd()
    {
        var weight = new Option<int?>("--weight") { HelpName = "N", Description = "Its share of the requests relative to its siblings, 1 to 1000. Default: 1." };
        var target = new Target(UpstreamVerbs.Add, "Add an endpoint to an upstream of a running proxy.");
        target.Command.Add(weight);
        target.Command.SetAction((result, cancellationToken) => target.RunAsync(result, result.GetValue(weight), Say("is there"), cancellationToken));
        return target.Command;
    }

    private static Command CreateWeighted(string verb, string description, Argument<int?> weight)
    {
        var target = new Target(verb, description);
        target.Command.Add(weight);
        target.Command.SetAction((result, cancellationToken) =>
            target.RunAsync(result, result.GetValue(weight), Say($"has the weight {result.GetValue(weight)}"), cancellationToken));
        return target.Command;
    }

    private static Command Create(string verb, string description, string done)
    {
        var target = new Target(verb, description);
        target.Command.SetAction((result, cancellationToken) => target.RunAsync(result, weight: null, Say(done), cancellationToken));
        return target.Command;
    }

    private static Func<EndpointOrder, ControlClient, JsonElement, InvocationConfiguration, Task<int>> Say(string done) => async (order, _, _, console) =>
    {
        await console.Output.WriteLineAsync($"{order.Endpoint} {done}");
        return ExitCode.Success;
    };

    // What they share: an upstream, an endpoint, and where the proxy is.
    private sealed class Target
    {
        private readonly string _verb;
        private readonly Argument<string> _upstream = new("NAME") { Description = "The upstream." };
        private readonly Argument<string> _endpoint = new("ENDPOINT") { Description = "Its address, as the configuration has it or as \"proxy upstreams\" shows it." };
        private readonly Option<string> _config = SharedOptions.Config(required: false);
        private readonly Option<string> _socket = SharedOptions.Socket();

        public Target(string verb, string description) =>
            (_verb, Command) = (verb, new Command(verb, description) { _upstream, _endpoint, _config, _socket });

        public Command Command { get; }

        public Task<int> RunAsync(
            ParseResult result,
            int? weight,
            Func<EndpointOrder, ControlClient, JsonElement, InvocationConfiguration, Task<int>> done,
            CancellationToken cancellationToken)
        {
            var order = new EndpointOrder(result.GetValue(_upstream)!, result.GetValue(_endpoint)!, weight);
            return ControlCommand.RunAsync(result.GetValue(_config), result.GetValue(_socket), result.InvocationConfiguration, async (client, console) =>
            {
                var reply = await client.SendAsync("POST", $"/{_verb}", order.ToContent(), Patience, cancellationToken);
                return reply.Status == 200 ? await done(order, client, reply.Root, console) : ControlCommand.Fail(reply, console);
            });
        }
    }
}
