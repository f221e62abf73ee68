using System.CommandLine;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Host.CommandLine;
using Proxy.Host.Running;

namespace Proxy.Host.Demo;

/// <summary>Three origins, and the proxy in front of them.</summary>
internal sealed class DemoRun(RunArguments arguments, Command command, InvocationConfiguration console)
{
    private const string AnyPort = "127.0.0.1:0";

    private static readonly string[] Names = ["Amber", "Birch", "Cedar"];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var origins = Names.Select(name => new DemoOrigin(name)).ToArray();
        try
        {
            var demo = arguments with { To = [.. origins.Select(origin => origin.Address)] };
            return OptionsValidator.Validate(OptionsOf(demo)) is [var error, ..]
                ? CommandLineError.Write(RunArguments.Explain(error), command, console.Error)
                : await RunInFrontAsync(demo, cancellationToken);
        }
        finally
        {
            foreach (var origin in origins)
            {
                await origin.DisposeAsync();
            }
        }
    }

    private async Task<int> RunInFrontAsync(RunArguments demo, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(demo, cancellationToken);
        }
        catch (ProxyStartException e) when (demo.Listen.Count == 0)
        {
            await console.Output.WriteLineAsync($"{e.Message}; a free port is taken instead");
            return await StartAsync(demo with { Listen = [AnyPort] }, cancellationToken);
        }
    }

    private Task<int> StartAsync(RunArguments demo, CancellationToken cancellationToken) =>
        new ProxyRunner(new(new() { Proxy = OptionsOf(demo) }, Serves: false), console.Output).RunAsync(WriteWhatToTry, cancellationToken);

    // In turn, so that whoever watches sees all of them.
    private static ProxyOptions OptionsOf(RunArguments demo)
    {
        var options = demo.ApplyTo(new());
        return options with { Upstreams = [.. options.Upstreams.Select(upstream => upstream with { Balance = BalanceAlgorithm.RoundRobin })] };
    }

    private void WriteWhatToTry(ProxyServer server)
    {
        var url = ListeningLines.UrlOf(server, server.Options.Listeners[0]);
        var isUnix = url.StartsWith("unix:", StringComparison.Ordinal);
        var curl = isUnix ? $"curl --unix-socket {url["unix:".Length..]} http://demo" : $"curl {url}";
        console.Output.WriteLine($"""

            In another terminal:
              # again and again: the origins take turns, and tell what they were asked and by whom
              {curl}/hello
              # a request with a body, and the head of the answer
              {curl}/form -v -d 'some text'
              # a forged address does not get through
              {curl}/ -H 'X-Forwarded-For: 6.6.6.6'

            Ctrl-C ends the demo.
            """);
        console.Output.Flush();
    }
}
