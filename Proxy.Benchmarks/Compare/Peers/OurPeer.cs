using System.Globalization;
using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>The native binary of this repository, as it ships.</summary>
internal sealed class OurPeer : Peer
{
    private string _program = "";

    public override string Name => PeerCatalog.Ours;

    public override string Title => "this proxy";

    public override string Color => "#1f5fbf";

    public override async Task<string> PrepareAsync(Workspace workspace, CancellationToken cancellation)
    {
        _program = workspace.ProxyBinary;
        if (!File.Exists(_program))
            throw new CompareException("artifacts/proxy does not exist: build it with ./build.sh (or leave 'ours' out of --peers).");
        var version = await Command.RunAsync(_program, ["--version"], null, cancellation);
        return version is { ExitCode: 0 } ? version.Output.Trim() : "proxy";
    }

    public override ServerLaunch CreateLaunch(PeerSlot slot) => slot switch
    {
        { Variant: { } variant } => CreateConfiguredLaunch(slot, $"proxy-{variant}.json", [.. slot.VariantValues]),
        { IsRouted: true } => CreateConfiguredLaunch(slot, "proxy-routes.json", ("ROUTES", Routes)),
        _ => CreatePlainLaunch(slot),
    };

    private static string Routes => ServiceRoutes.Write(i => $"        {{ \"path\": \"/service-{i}/*\", \"upstream\": \"origin\" }},");

    private ServerLaunch CreatePlainLaunch(PeerSlot slot) => new()
    {
        Name = Name,
        Program = _program,
        Arguments =
        [
            "run", "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{slot.Port}"),
            "--to", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{slot.OriginPort}"),
            "--threads", slot.Threads.ToString(CultureInfo.InvariantCulture),
        ],
        Port = slot.Port,
    };

    private ServerLaunch CreateConfiguredLaunch(PeerSlot slot, string template, params (string Place, string Value)[] values)
    {
        var config = ConfigTemplate.RenderFile(template, slot.Directory, slot.TemplateValues, values);
        return new ServerLaunch { Name = Name, Program = _program, Arguments = ["run", "--config", config], Port = slot.Port, ConfigPath = config };
    }
}
