using System.Diagnostics;
using System.Globalization;
using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>YARP on Kestrel, built from its package by the project in <c>Yarp/</c>.</summary>
internal sealed class YarpPeer : Peer
{
    private string _program = "";

    public override string Name => "yarp";

    public override string Title => "YARP";

    public override string Color => "#8e5bb5";

    // Its code is compiled twice while it runs, on the one core that also serves: until then a request costs three times as much.
    public override TimeSpan WarmUp => TimeSpan.FromSeconds(10);

    public override bool TakesPartIn(Scenario scenario) => !scenario.IsRouted;

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public override async Task<string> PrepareAsync(Workspace workspace, CancellationToken cancellation)
    {
        Console.WriteLine("building YARP ...");
        var build = await Command.RunAsync(DotNet,
            ["publish", workspace.YarpProject, "-c", "Release", "-o", workspace.YarpOutput, "--nologo", "-v", "quiet"], null, cancellation);
        if (build.ExitCode != 0)
            throw new PeerUnavailableException($"YARP could not be built:\n{build.LastLines(5)}");
        _program = Path.Combine(workspace.YarpOutput, "yarp-peer.dll");
        var version = FileVersionInfo.GetVersionInfo(Path.Combine(workspace.YarpOutput, "Yarp.ReverseProxy.dll")).ProductVersion;
        return $"YARP {version?.Split('+')[0]} on .NET {Environment.Version}";
    }

    public override ServerLaunch CreateLaunch(PeerSlot slot) => new()
    {
        Name = Name,
        Program = DotNet,

        // Half of what it takes to stay on one thread from socket to socket; the other half is in its Program.
        Environment = new Dictionary<string, string> { ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1" },
        Arguments =
        [
            _program, slot.Port.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{slot.OriginPort}"),
        ],
        Port = slot.Port,
    };
}
