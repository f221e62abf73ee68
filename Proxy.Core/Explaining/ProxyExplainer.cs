using Proxy.Core.Configuration;

namespace Proxy.Core.Explaining;

/// <summary>
/// Says what becomes of a request, without a proxy that runs: no socket is opened and no name looked up. The request takes the engine's own road as far as
/// that leads without an origin: its parser, steps 4 and 5 of the pipeline, and the writers of heads. What is explained is thus what would happen, byte for
/// byte, but for what no two proxies or requests have in common: their names in Via, their identifiers, and what chance decides. Hooks are not called.
/// </summary>
public static class ProxyExplainer
{
    /// <summary>Routes that are explained beside the one taken.</summary>
    public const int MaxRoutes = 20;

    /// <summary>Explains one request.</summary>
    /// <param name="options">What the proxy would run with.</param>
    /// <param name="request">The request.</param>
    /// <param name="clock">The clock that <c>Date</c> goes by; default the system's.</param>
    /// <exception cref="ConfigurationException">The options cannot be run.</exception>
    /// <exception cref="ExplainException">The URL is none, or there is no listener of that name.</exception>
    public static Explanation Explain(ProxyOptions options, ExplainRequest request, TimeProvider? clock = null) =>
        Explain(options, request, clock, new ProxyInstance());

    /// <summary>The same as a certain instance does it, which knows itself in Via.</summary>
    internal static Explanation Explain(ProxyOptions options, ExplainRequest request, TimeProvider? clock, ProxyInstance instance)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(request);
        var errors = OptionsValidator.Validate(options);
        if (errors.Count > 0)
        {
            throw new ConfigurationException(errors);
        }

        var url = ExplainedUrl.Parse(request.Url, request.Method);
        var listener = ListenerChoice.Choose(options, request.Listener, url);
        var snapshot = new ProxySnapshot(options, UpstreamView.Compile(options.PlacedUpstreams), hooks: null, instance);
        return new ExplainedRun(snapshot, listener, (clock ?? TimeProvider.System).GetUtcNow()).Of(request, RequestBytes.Render(request, url));
    }
}
