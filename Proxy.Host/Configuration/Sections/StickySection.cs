using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME.sticky</c>.</summary>
internal static class StickySection
{
    private static readonly Dictionary<string, SameSite> Sites = new(StringComparer.Ordinal)
    {
        ["lax"] = SameSite.Lax,
        ["strict"] = SameSite.Strict,
        ["none"] = SameSite.None,
    };

    public static ObjectBinder<StickyOptions> Binder { get; } =
        new ObjectBinder<StickyOptions>("The cookie that binds a client to an endpoint. It is signed, and names no address.", new(), OptionRanges.Sticky)
        .Key(
            "cookie",
            Values.Text,
            sticky => sticky.Cookie,
            (sticky, value) => sticky with { Cookie = value },
            "Its name; another one for each upstream that a client may meet.",
            required: true)
        .Key(
            "path",
            Values.Text,
            sticky => sticky.Path,
            (sticky, value) => sticky with { Path = value },
            "Its `Path`.")
        .Key(
            "domain",
            Values.Text,
            sticky => sticky.Domain,
            (sticky, value) => sticky with { Domain = value },
            "Its `Domain`.",
            absent: "the host that was asked alone")
        .Key(
            "secure",
            Values.Boolean,
            sticky => sticky.Secure,
            (sticky, value) => sticky with { Secure = value },
            "Browsers send it over TLS alone.")
        .Key(
            "httpOnly",
            Values.Boolean,
            sticky => sticky.HttpOnly,
            (sticky, value) => sticky with { HttpOnly = value },
            "Scripts cannot read it.")
        .Key(
            "sameSite",
            Values.OneOf("rule", Sites),
            sticky => sticky.SameSite,
            (sticky, value) => sticky with { SameSite = value },
            "Whether it goes with requests that other sites bring about: `\"lax\"` where the user follows a link, `\"strict\"` never, `\"none\"` always, which needs `secure`.")
        .Key(
            "maxAge",
            Values.Duration,
            sticky => sticky.MaxAge ?? default,
            (sticky, value) => sticky with { MaxAge = value },
            "How long a browser keeps it, from when the client was bound; use does not renew it.",
            absent: "until the browser is closed")
        .Key(
            "secret",
            Values.Secret,
            sticky => sticky.Secret,
            (sticky, value) => sticky with { Secret = value },
            "What it is signed with, at least 16 characters: the same in all proxies that a client may meet.",
            absent: "a random one: bindings end with a restart, though not with a reload");
}
