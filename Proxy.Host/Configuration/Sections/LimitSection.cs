using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>limits</c>.</summary>
internal static class LimitSection
{
    public static ObjectBinder<LimitOptions> Binder { get; } = new ObjectBinder<LimitOptions>()
        .Key<int>("maxStartLineBytes", Values.SizeInt32, (limits, value) => limits with { MaxStartLineBytes = value })
        .Key<int>("maxHeaderBytes", Values.SizeInt32, (limits, value) => limits with { MaxHeaderBytes = value })
        .Key<int>("maxFields", Values.Int32, (limits, value) => limits with { MaxFields = value })
        .Key("maxRequestBodyBytes", Values.OrNull<long>(Values.Size), (limits, value) => limits with { MaxRequestBodyBytes = value })
        .Key("maxConnections", Values.OrNull<int>(Values.Int32), (limits, value) => limits with { MaxConnections = value })
        .Key(
            "maxRequestsPerConnection",
            Values.OrNull<int>(Values.Int32),
            (limits, value) => limits with { MaxRequestsPerConnection = value })
        .Key<int>("maxInterimResponses", Values.Int32, (limits, value) => limits with { MaxInterimResponses = value })
        .Key<int>("minDataRate", Values.SizeInt32, (limits, value) => limits with { MinDataRate = value });
}
