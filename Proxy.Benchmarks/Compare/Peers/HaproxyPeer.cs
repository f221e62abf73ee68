using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>HAProxy with one of the configurations in <c>Configs/</c>.</summary>
internal sealed class HaproxyPeer(string name, string title, string color, string template, bool bulkOnly) : Peer
{
    private string _program = "";

    public override string Name => name;

    public override string Title => title;

    public override string Color => color;

    public override bool TakesPartIn(Scenario scenario) => !bulkOnly || scenario.IsBulk;

    public override async Task<string> PrepareAsync(Workspace workspace, CancellationToken cancellation)
    {
        _program = Toolbox.Find("haproxy") ?? throw new PeerUnavailableException("haproxy is not installed");
        var version = await Command.RunAsync(_program, ["-v"], null, cancellation);
        var words = version.Output.Split([' ', '\n']);
        return words.Length > 2 ? $"HAProxy {words[2]}" : "HAProxy";
    }

    public override ServerLaunch CreateLaunch(PeerSlot slot)
    {
        var config = slot switch
        {
            { Variant: { } variant } => ConfigTemplate.RenderFile($"haproxy-{variant}.cfg", slot.Directory, slot.TemplateValues, slot.VariantValues),
            { IsRouted: true } => RenderRoutes(slot),
            _ => ConfigTemplate.RenderFile(template, slot.Directory, slot.TemplateValues),
        };
        return new ServerLaunch { Name = Name, Program = _program, Arguments = ["-db", "-f", config], Port = slot.Port, ConfigPath = config };
    }

    // The way its manual recommends for many rules: a map, looked up by the path's beginning.
    private static string RenderRoutes(PeerSlot slot)
    {
        Directory.CreateDirectory(slot.Directory);
        var map = Path.Combine(slot.Directory, "routes.map");
        File.WriteAllText(map, ServiceRoutes.Write(i => $"/service-{i}/ origin") + "\n");
        return ConfigTemplate.RenderFile("haproxy-routes.cfg", slot.Directory, slot.TemplateValues, ("ROUTES", map));
    }
}
