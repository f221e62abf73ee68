using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>requestHeaders</c> and <c>responseHeaders</c>, of a route or of all.</summary>
internal static class HeaderPolicySection
{
    public static ObjectBinder<HeaderPolicyOptions> Binder { get; } = new ObjectBinder<HeaderPolicyOptions>("Changes to header fields.", new())
        .Key(
            "remove",
            Collections.ListOf(Values.Text, ""),
            policy => policy.Remove,
            (policy, value) => policy with { Remove = value },
            "Headers taken off: names, or beginnings as in `\"X-Internal-*\"`. A name covers its spelling with `_` for `-`.",
            absent: "none")
        .Key(
            "set",
            HeaderValueSection.Reader,
            policy => policy.Set,
            (policy, value) => policy with { Set = value },
            "Headers written in place of whatever has that name. A value that comes out empty is not written.",
            absent: "none")
        .Key(
            "append",
            HeaderValueSection.Reader,
            policy => policy.Append,
            (policy, value) => policy with { Append = value },
            "Values put behind what has that name, with a comma, in one line.",
            absent: "none")
        .Key(
            "add",
            HeaderValueSection.Reader,
            policy => policy.Add,
            (policy, value) => policy with { Add = value },
            "Lines written beside whatever has that name.",
            absent: "none");
}
