namespace Proxy.Core.Pipeline;

/// <summary>The one table of what follows from each error.</summary>
public static class ProxyErrors
{
    private static readonly ProxyErrorTraits[] Table = Build();

    /// <summary>Status, fate of the connection, and label of an error.</summary>
    public static ProxyErrorTraits Of(ProxyError error) => Table[(int)error];

    private static ProxyErrorTraits[] Build()
    {
        var table = new ProxyErrorTraits[Enum.GetValues<ProxyError>().Length];
        foreach (var error in Enum.GetValues<ProxyError>())
        {
            table[(int)error] = Describe(error);
        }

        return table;
    }

    private static ProxyErrorTraits Describe(ProxyError error) => error switch
    {
        ProxyError.None => new(0, true, false, "none"),
        ProxyError.ClientHeadTimeout => new(408, false, false, "client-head-timeout"),
        ProxyError.ClientHeadInvalid => new(400, false, false, "client-head-invalid"),
        ProxyError.ClientClosedInHead => new(0, false, false, "client-closed-in-head"),
        ProxyError.ClientBodyInvalid => new(400, false, false, "client-body-invalid"),
        ProxyError.ClientTrailersTooLarge => new(431, false, false, "client-trailers-too-large"),
        ProxyError.ClientBodyTooLarge => new(413, false, false, "client-body-too-large"),
        ProxyError.ClientBodyTooSlow => new(408, false, false, "client-body-too-slow"),
        ProxyError.ClientBodyTruncated => new(0, false, false, "client-body-truncated"),
        ProxyError.ClientReadTooSlow => new(0, false, false, "client-read-too-slow"),
        ProxyError.ClientAborted => new(0, false, false, "client-aborted"),
        ProxyError.MethodNotForwarded => new(405, false, false, "method-not-forwarded"),
        ProxyError.SchemeMismatch => new(421, true, false, "scheme-mismatch"),
        ProxyError.ExpectationUnknown => new(417, true, false, "expectation-unknown"),
        ProxyError.LoopDetected => new(508, true, false, "loop-detected"),
        ProxyError.PathAmbiguous => new(400, true, false, "path-ambiguous"),
        ProxyError.NoRoute => new(404, true, false, "no-route"),
        ProxyError.ConnectionLimit => new(503, false, false, "connection-limit"),
        ProxyError.HookRefused => new(403, true, false, "hook-refused"),
        ProxyError.UpstreamNoEndpoint => new(503, true, false, "upstream-no-endpoint"),
        ProxyError.UpstreamQueueFull => new(503, true, false, "upstream-queue-full"),
        ProxyError.UpstreamQueueTimeout => new(503, true, true, "upstream-queue-timeout"),
        ProxyError.UpstreamCircuitOpen => new(503, true, false, "upstream-circuit-open"),
        ProxyError.UpstreamOverloaded => new(503, true, false, "upstream-overloaded"),
        ProxyError.UpstreamConnectRefused => new(502, true, true, "upstream-connect-refused"),
        ProxyError.UpstreamConnectTimeout => new(504, true, true, "upstream-connect-timeout"),
        ProxyError.UpstreamConnectFailed => new(502, true, true, "upstream-connect-failed"),
        ProxyError.LocalResourcesExhausted => new(503, true, false, "local-resources-exhausted"),
        ProxyError.UpstreamClosedBeforeHead => new(502, true, true, "upstream-closed-before-head"),
        ProxyError.UpstreamHeadTruncated => new(502, true, false, "upstream-head-truncated"),
        ProxyError.UpstreamHeadInvalid => new(502, true, false, "upstream-head-invalid"),
        ProxyError.UpstreamHeadTimeout => new(504, true, true, "upstream-head-timeout"),
        ProxyError.UpstreamSendTimeout => new(504, false, true, "upstream-send-timeout"),
        ProxyError.UpstreamTooManyInterim => new(502, true, false, "upstream-too-many-interim"),
        ProxyError.UpstreamBodyInvalid => new(0, false, false, "upstream-body-invalid"),
        ProxyError.UpstreamBodyTruncated => new(0, false, false, "upstream-body-truncated"),
        ProxyError.UpstreamBodyTimeout => new(0, false, false, "upstream-body-timeout"),
        ProxyError.TunnelIdle => new(0, false, false, "tunnel-idle"),
        ProxyError.Stopped => new(503, false, false, "stopped"),
        _ => new(500, false, false, "internal"),
    };
}
