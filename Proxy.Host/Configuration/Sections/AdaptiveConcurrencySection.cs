using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME.adaptiveConcurrency</c>.</summary>
internal static class AdaptiveConcurrencySection
{
    public static ObjectBinder<AdaptiveConcurrencyOptions> Binder { get; } =
        new ObjectBinder<AdaptiveConcurrencyOptions>(
            "How many requests the upstream is given at a time, found by how long it takes to answer; more are refused at once. `{}` takes the defaults.",
            new(),
            OptionRanges.AdaptiveConcurrency)
        .Key(
            "minLimit",
            Values.Int32,
            adaptive => adaptive.MinLimit,
            (adaptive, value) => adaptive with { MinLimit = value },
            "Requests at a time at the least.")
        .Key(
            "maxLimit",
            Values.Int32,
            adaptive => adaptive.MaxLimit,
            (adaptive, value) => adaptive with { MaxLimit = value },
            "Requests at a time at the most.")
        .Key(
            "initialLimit",
            Values.Int32,
            adaptive => adaptive.InitialLimit,
            (adaptive, value) => adaptive with { InitialLimit = value },
            "Requests at a time before anything is known.")
        .Key(
            "tolerance",
            Values.Int32,
            adaptive => adaptive.Tolerance,
            (adaptive, value) => adaptive with { Tolerance = value },
            "How far latency may rise above the least, in percent of it, before less is asked.")
        .Key(
            "window",
            Values.Duration,
            adaptive => adaptive.Window,
            (adaptive, value) => adaptive with { Window = value },
            "How often the limit is looked at, once ten answers came.");
}
