using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>limits</c>.</summary>
internal static class LimitSection
{
    public static ObjectBinder<LimitOptions> Binder { get; } = new ObjectBinder<LimitOptions>("Bounds on sizes and numbers.", new(), OptionRanges.Limits)
        .Key(
            "maxStartLineBytes",
            Values.SizeInt32,
            limits => limits.MaxStartLineBytes,
            (limits, value) => limits with { MaxStartLineBytes = value },
            "Bytes of a request line or status line. Past it 414; from an origin 502.")
        .Key(
            "maxHeaderBytes",
            Values.SizeInt32,
            limits => limits.MaxHeaderBytes,
            (limits, value) => limits with { MaxHeaderBytes = value },
            "Bytes of all field lines of a head together. Past it 431; from an origin 502.")
        .Key(
            "maxFields",
            Values.Int32,
            limits => limits.MaxFields,
            (limits, value) => limits with { MaxFields = value },
            "Fields in a head, and in a trailer section behind a body. Past it 431; from an origin 502.")
        .Key(
            "maxRequestBodyBytes",
            Values.OrNull(Values.Size, "unlimited, streamed"),
            limits => limits.MaxRequestBodyBytes,
            (limits, value) => limits with { MaxRequestBodyBytes = value },
            "Bytes of a request's body. Past it 413; where the body had begun to flow, the origin's exchange is aborted.")
        .Key(
            "maxBufferedBytes",
            Values.Size,
            limits => limits.MaxBufferedBytes,
            (limits, value) => limits with { MaxBufferedBytes = value },
            "Memory for bodies on routes with `buffering` or `mirror`, over all loops. Past it they are streamed, and requests not copied.")
        .Key(
            "maxConnections",
            Values.OrNull(Values.Int32, "half the descriptor limit, minus a reserve"),
            limits => limits.MaxConnections,
            (limits, value) => limits with { MaxConnections = value },
            "Client connections at a time. Past it new ones are answered 503 and closed.")
        .Key(
            "maxRequestsPerConnection",
            Values.OrNull(Values.Int32, "unlimited"),
            limits => limits.MaxRequestsPerConnection,
            (limits, value) => limits with { MaxRequestsPerConnection = value },
            "Requests on one client connection; the last response says `Connection: close`.")
        .Key(
            "maxInterimResponses",
            Values.Int32,
            limits => limits.MaxInterimResponses,
            (limits, value) => limits with { MaxInterimResponses = value },
            "Interim (1xx) responses of one exchange. Past it 502.")
        .Key(
            "minDataRate",
            Values.SizeInt32.In("bytes a second"),
            limits => limits.MinDataRate,
            (limits, value) => limits with { MinDataRate = value },
            "The slowest rate of a client that we wait for. Below it 408, or the connection ends; only time spent waiting for the client counts, "
            + "after `timeouts.dataRateGrace`. 0 switches the bound off.");
}
