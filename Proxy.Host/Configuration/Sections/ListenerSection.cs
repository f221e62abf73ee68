using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>listeners.NAME</c>.</summary>
internal static class ListenerSection
{
    public static ObjectBinder<ListenerOptions> Binder { get; } =
        new ObjectBinder<ListenerOptions>("One address on which clients are accepted.", new(), OptionRanges.Listener)
        .Key(
            "address",
            Values.Text,
            listener => listener.Address,
            (listener, value) => listener with { Address = value },
            "`127.0.0.1:8080`, `[::1]:8080`, `*:8080` (every IPv4 and IPv6 address) or `unix:/run/proxy.sock`. Port 0 takes a free one.",
            required: true)
        .Key(
            "backlog",
            Values.Int32,
            listener => listener.Backlog,
            (listener, value) => listener with { Backlog = value },
            "Completed connections the kernel holds before they are accepted; capped by `net.core.somaxconn`.")
        .NotYet("tls");
}
