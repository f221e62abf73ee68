using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Reload;

/// <summary>What scenarios of reloading share: options whose upstreams have names, and origins that say who they are.</summary>
public abstract class ReloadScenario(TransportKind kind) : Scenario(kind)
{
    protected const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private protected static ScriptedOrigin Named(string name) =>
        ScriptedOrigin.Answering($"HTTP/1.1 200 OK\r\nContent-Length: {name.Length}\r\n\r\n{name}");

    /// <summary>Answers with its name, each time it is let.</summary>
    private protected static ScriptedOrigin Gated(string name, Task gate) => ScriptedOrigin.Start(async connection =>
    {
        while (await connection.NextAsync() is not null)
        {
            await gate;
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {name.Length}\r\n\r\n{name}");
        }
    });

    /// <summary>Options that send everything to one upstream of that name.</summary>
    private protected ProxyOptions To(string upstream, params IReadOnlyList<string> endpoints) => Options() with
    {
        Upstreams = [new UpstreamOptions { Name = upstream, Endpoints = [.. endpoints.Select(EndpointOptions.FromString)] }],
        Routes = [new RouteOptions { Upstream = upstream }],
    };

    private protected static ListenerOptions Listening(string name, string address = "127.0.0.1:0") => new() { Name = name, Address = address };
}
