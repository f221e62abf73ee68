using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].buffering</c>.</summary>
internal static class BufferingSection
{
    public static ObjectBinder<BufferingOptions> Binder { get; } =
        new ObjectBinder<BufferingOptions>("Bodies held in memory, so that a slow client keeps no origin busy.", new(), OptionRanges.Buffering)
        .Key(
            "request",
            Values.SizeInt32,
            buffering => buffering.Request,
            (buffering, value) => buffering with { Request = value },
            "Bytes of a request's body that are gathered before an origin is asked; a larger one is streamed from there on. 0 gathers none. A gathered "
            + "body of up to 256 KiB can be sent again, where the request is idempotent.")
        .Key(
            "response",
            Values.SizeInt32,
            buffering => buffering.Response,
            (buffering, value) => buffering with { Response = value },
            "Bytes of a response's body that are read ahead of a slow client, so that the origin's connection is soon free. 0 reads none ahead. Bytes "
            + "go on as they come; a response that says it is larger is streamed.");
}
