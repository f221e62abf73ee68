namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of the whole file.</summary>
internal static class HostSection
{
    public static ObjectBinder<HostOptions> Binder { get; } = new ObjectBinder<HostOptions>("The configuration of a proxy.", new())
        .Keys(ProxySection.Binder, host => host.Proxy, (host, value) => host with { Proxy = value })
        .Key(
            "control",
            ControlSection.Binder.Reader,
            host => host.Control,
            (host, value) => host with { Control = value },
            "How the running proxy is asked and told on its own machine, as `proxy reload` and `proxy status` do.")
        .Key(
            "admin",
            AdminSection.Binder.Reader,
            host => host.Admin,
            (host, value) => host with { Admin = value },
            "How the running proxy is asked, and with a token told, over HTTP: `GET /status`, `GET /healthz`, `POST /reload`.",
            absent: "not at all")
        .Key(
            "reload",
            ReloadSection.Binder.Reader,
            host => host.Reload,
            (host, value) => host with { Reload = value },
            "When the file is read again, beside on SIGHUP and `proxy reload`.");
}
