using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>nginx with one of the configurations in <c>Configs/</c>.</summary>
internal sealed class NginxPeer(string name, string title, string color, string template, bool bulkOnly) : Peer
{
    private static readonly string Routes = ServiceRoutes.Write(i => $"        location /service-{i}/ {{ proxy_pass http://origin; }}");

    private string _program = "";

    public override string Name => name;

    public override string Title => title;

    public override string Color => color;

    public override bool TakesPartIn(Scenario scenario) => !bulkOnly || scenario.IsBulk;

    public override async Task<string> PrepareAsync(Workspace workspace, CancellationToken cancellation)
    {
        _program = Toolbox.Find("nginx") ?? throw new PeerUnavailableException("nginx is not installed");
        var version = await Command.RunAsync(_program, ["-v"], null, cancellation);
        return version.Error.Replace("nginx version: nginx/", "nginx ", StringComparison.Ordinal).Trim();
    }

    public override ServerLaunch CreateLaunch(PeerSlot slot)
    {
        var config = slot switch
        {
            { Variant: { } variant } => ConfigTemplate.RenderFile($"nginx-{variant}.conf", slot.Directory, slot.TemplateValues, slot.VariantValues),
            { IsRouted: true } => ConfigTemplate.RenderFile("nginx-routes.conf", slot.Directory, slot.TemplateValues, ("ROUTES", Routes)),
            _ => ConfigTemplate.RenderFile(template, slot.Directory, slot.TemplateValues),
        };
        return new ServerLaunch
        {
            Name = Name,
            Program = _program,
            Arguments = ["-p", slot.Directory, "-e", "stderr", "-c", config],
            Port = slot.Port,
            ConfigPath = config,
        };
    }
}
