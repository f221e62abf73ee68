namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>admin</c>.</summary>
internal static class AdminSection
{
    public static ObjectBinder<AdminOptions> Binder { get; } =
        new ObjectBinder<AdminOptions>("How the running proxy is asked, and with a token told, over HTTP.", new())
        .Key(
            "address",
            Values.Text,
            admin => admin.Address,
            (admin, value) => admin with { Address = value },
            "Where it listens: `127.0.0.1:9180`, or `unix:/path`. Whoever reaches it may read; no request of a web page is taken (403).",
            required: true)
        .Key(
            "token",
            Values.Secret,
            admin => admin.Token,
            (admin, value) => admin with { Token = value },
            "What a request that changes something has to bring as `Authorization: Bearer TOKEN`, at least 16 characters.",
            absent: "nothing can be changed: 403")
        .Key(
            "hosts",
            Collections.ListOf(Values.Text, ""),
            admin => admin.Hosts,
            (admin, value) => admin with { Hosts = value },
            "Names by which it may be called, beside the address itself and `localhost`; any other `Host` is answered 421.");
}
