using Proxy.Core;
using Proxy.Host.Control;
using Proxy.Host.Reloading;
using Proxy.Tests.EndToEnd.Reload;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Host.Control;

/// <summary>A running proxy with everything through which it is asked and told.</summary>
internal sealed class ControlFixture : IAsyncDisposable
{
    private readonly ConfigFile _file;
    private readonly ScriptedOrigin _origin;

    private ControlFixture(ConfigFile file, ScriptedOrigin origin, ProxyServer server, RecordingLog log) =>
        (_file, _origin, Server, Log) = (file, origin, server, log);

    public ProxyServer Server { get; }

    public RecordingLog Log { get; }

    public ControlPlane Plane { get; private set; } = null!;

    public ConfigFile File => _file;

    /// <summary>The control socket where none is named.</summary>
    public string DefaultSocket => Path.Combine(RunDirectory.Own!, RunDirectory.FileName(_file.Path));

    /// <summary>Starts a proxy with these keys in its file.</summary>
    public static async Task<ControlFixture> StartAsync(string keys)
    {
        var origin = ScriptedOrigin.Answering();
        var file = new ConfigFile(Content(origin, keys));
        var log = new RecordingLog();
        var source = new ConfigurationSource(file.Path, options => options);
        var loaded = source.Load();
        var server = ProxyServer.CreateBuilder().Configure(loaded.Options).Build();
        var fixture = new ControlFixture(file, origin, server, log);
        try
        {
            await server.StartAsync();
            fixture.Plane = await ControlPlane.StartAsync(loaded.Host, source, server, log);
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the file anew.</summary>
    public void Write(string keys) => _file.Write(Content(_origin, keys));

    public ControlClient Client(string? socket = null) => new(socket ?? DefaultSocket);

    /// <summary>Sends raw bytes to the admin listener and reads the answer.</summary>
    public async Task<WireMessage> AskAdminAsync(string request)
    {
        using var client = await RawClient.ConnectAsync(Plane.AdminEndPoint!);
        return await client.AskAsync(request);
    }

    /// <summary>The same for a request whose answer has a head only.</summary>
    public async Task<WireMessage> AskHeadAsync(string request)
    {
        using var client = await RawClient.ConnectAsync(Plane.AdminEndPoint!);
        var head = await client.AskAsync(request, toHead: true);
        return head with { Body = await client.ReadToEndAsync() };
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (Plane is not null)
        {
            await Plane.DisposeAsync();
        }

        _origin.Dispose();
        _file.Dispose();
        Log.Dispose();
    }

    private static string Content(ScriptedOrigin origin, string keys) => $$"""
        {
          {{keys}}
          "listeners": { "web": { "address": "127.0.0.1:0" } },
          "routes": [ { "upstream": "site" } ],
          "upstreams": { "site": { "endpoints": [ "{{origin.Address}}" ] } },
          "threads": 1
        }
        """;
}
