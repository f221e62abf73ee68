using System.Globalization;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>The server behind every peer: nginx, which also counts the connections and requests that reach it.</summary>
internal sealed class Origin : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ServerProcess _server;
    private readonly Uri _status;

    private Origin(ServerProcess server, int statusPort)
    {
        _server = server;
        _status = new Uri($"http://127.0.0.1:{statusPort}/status");
    }

    public int Port => _server.Launch.Port;

    public ServerLaunch Launch => _server.Launch;

    public static Origin Start(string nginx, string directory, int workers, int? core)
    {
        WriteContent(Path.Combine(directory, "www"));
        var ports = FreePorts.Take(2);
        var config = ConfigTemplate.RenderFile("origin.conf", directory, new Dictionary<string, string>
        {
            ["USER"] = Environment.UserName,
            ["WORKERS"] = workers.ToString(CultureInfo.InvariantCulture),
            ["DIRECTORY"] = directory,
            ["PORT"] = ports[0].ToString(CultureInfo.InvariantCulture),
            ["STATUS_PORT"] = ports[1].ToString(CultureInfo.InvariantCulture),
            ["SMALL_BODY"] = ScenarioCatalog.SmallBody,
        });
        var launch = new ServerLaunch
        {
            Name = "origin",
            Program = nginx,
            Arguments = ["-p", directory, "-e", "stderr", "-c", config],
            Port = ports[0],
            ConfigPath = config,
        };
        return new Origin(ServerProcess.Start(launch, core), ports[1]);
    }

    public Task WaitAsync(Scenario scenario, CancellationToken cancellation) =>
        Readiness.WaitAsync(_server, scenario.Path, scenario.BodyBytes, cancellation);

    /// <summary>The counters now. They are read over one kept-alive connection, which is opened by the first reading.</summary>
    public async Task<StubStatus> ReadStatusAsync(CancellationToken cancellation) =>
        StubStatus.Parse(await _client.GetStringAsync(_status, cancellation));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private static void WriteContent(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var scenario in ScenarioCatalog.All.Where(scenario => scenario.BodyBytes > ScenarioCatalog.SmallBody.Length))
            File.WriteAllText(Path.Combine(directory, scenario.Path.TrimStart('/')), new string('x', scenario.BodyBytes));
    }
}
