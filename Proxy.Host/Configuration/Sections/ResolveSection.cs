using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME.resolve</c>.</summary>
internal static class ResolveSection
{
    public static ObjectBinder<ResolveOptions> Binder { get; } =
        new ObjectBinder<ResolveOptions>("How names among the endpoints are looked up; never while a request waits for it.", new(), OptionRanges.Resolve)
        .Key(
            "interval",
            Values.Duration,
            resolve => resolve.Interval ?? default,
            (resolve, value) => resolve with { Interval = value },
            "How long an answer holds, whatever its TTL says.",
            absent: "by TTL; 30s for a name that has none, as one of /etc/hosts")
        .Key(
            "servers",
            Collections.ListOf(Values.Text, ""),
            resolve => resolve.Servers,
            (resolve, value) => resolve with { Servers = value },
            "The name servers to ask, in order: IP addresses, with a port where it is not 53. None: as the system does, by /etc/hosts and /etc/resolv.conf.")
        .Key(
            "minTtl",
            Values.Duration,
            resolve => resolve.MinTtl,
            (resolve, value) => resolve with { MinTtl = value },
            "The least time an answer holds, whatever its TTL says.")
        .Key(
            "maxTtl",
            Values.Duration,
            resolve => resolve.MaxTtl,
            (resolve, value) => resolve with { MaxTtl = value },
            "The longest time an answer holds, whatever its TTL says.")
        .Key(
            "timeout",
            Values.Duration,
            resolve => resolve.Timeout,
            (resolve, value) => resolve with { Timeout = value },
            "How long one look-up may take, all tries at all servers in all; a start, or a reload that brings names, may wait as long.")
        .Key(
            "required",
            Values.Boolean,
            resolve => resolve.Required,
            (resolve, value) => resolve with { Required = value },
            "Whether a start or a reload fails when a name cannot be looked up, or a file not read. `false` begins without its endpoints and adds them when they are found.");
}
