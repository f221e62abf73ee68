using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].mirror</c>.</summary>
internal static class MirrorSection
{
    public static ObjectBinder<MirrorOptions> Binder { get; } =
        new ObjectBinder<MirrorOptions>("Copies of requests to a second upstream, whose responses are thrown away.", new(), OptionRanges.Mirror)
        .Key(
            "upstream",
            Values.Text,
            mirror => mirror.Upstream,
            (mirror, value) => mirror with { Upstream = value },
            "The upstream that gets the copies. Every method is copied, POST and DELETE too: it must not share with the first what requests change.",
            required: true)
        .Key(
            "percent",
            Values.Int32,
            mirror => mirror.Percent,
            (mirror, value) => mirror with { Percent = value },
            "How many of a hundred requests are copied, chosen by chance.")
        .Key(
            "maxInFlight",
            Values.Int32,
            mirror => mirror.MaxInFlight,
            (mirror, value) => mirror with { MaxInFlight = value },
            "Copies under way at a time, over all loops. Past it requests are not copied.")
        .Key(
            "maxBodyBytes",
            Values.SizeInt32,
            mirror => mirror.MaxBodyBytes,
            (mirror, value) => mirror with { MaxBodyBytes = value },
            "Bytes of a body up to which a request is copied, where all of it is here when the request is sent on: `buffering.request` waits for it.");
}
