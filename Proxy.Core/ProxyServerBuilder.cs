using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proxy.Core.Configuration;
using Proxy.Core.Observability;
using Proxy.Core.Pipeline;

namespace Proxy.Core;

/// <summary>Describes a proxy step by step; <see cref="Build"/> checks the whole and makes it.</summary>
public sealed class ProxyServerBuilder
{
    private ProxyOptions _options = new();
    private ILoggerFactory _loggers = NullLoggerFactory.Instance;
    private TimeProvider _clock = TimeProvider.System;
    private ProxyHooks? _hooks;
    private AccessLogSink? _accessLog;

    /// <summary>Takes a whole set of options; what is called later adds to it.</summary>
    public ProxyServerBuilder Configure(ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        return this;
    }

    /// <summary>Changes the options described so far.</summary>
    public ProxyServerBuilder Configure(Func<ProxyOptions, ProxyOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _options = change(_options);
        return this;
    }

    /// <summary>Accepts clients on one more address, as in <c>127.0.0.1:8080</c>.</summary>
    public ProxyServerBuilder Listen(string address)
    {
        var name = $"listener{_options.Listeners.Count + 1}";
        _options = _options with { Listeners = [.. _options.Listeners, new ListenerOptions { Name = name, Address = address }] };
        return this;
    }

    /// <summary>Sends every request to these origins in turn, as in <c>http://127.0.0.1:9001</c>.</summary>
    public ProxyServerBuilder To(params IReadOnlyList<string> endpoints)
    {
        var upstream = new UpstreamOptions { Name = "default", Endpoints = [.. endpoints.Select(EndpointOptions.FromString)] };
        _options = _options with { Upstreams = [upstream], Routes = [new RouteOptions { Upstream = upstream.Name }] };
        return this;
    }

    /// <summary>Where the proxy's own messages go; default nowhere.</summary>
    public ProxyServerBuilder UseLoggerFactory(ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        _loggers = loggers;
        return this;
    }

    /// <summary>What to do along the road of each request; default nothing.</summary>
    public ProxyServerBuilder UseHooks(ProxyHooks hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        _hooks = hooks;
        return this;
    }

    /// <summary>Where the access log goes; its lines are those of <see cref="ProxyOptions.AccessLog"/>, in the combined format where that is null.</summary>
    public ProxyServerBuilder UseAccessLog(AccessLogSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _accessLog = sink;
        return this;
    }

    /// <summary>The clock that all time bounds go by; default the system's.</summary>
    public ProxyServerBuilder UseTimeProvider(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        return this;
    }

    /// <summary>Checks everything described and makes the proxy; it listens from <see cref="ProxyServer.StartAsync"/> on.</summary>
    /// <exception cref="ConfigurationException">Something described cannot be run.</exception>
    public ProxyServer Build()
    {
        List<ConfigurationError> errors = [.. OptionsValidator.Validate(_options)];
        if (_options.AccessLog is not null && _accessLog is null)
        {
            errors.Add(new("accessLog", $"where its lines go is not said: {nameof(UseAccessLog)} is missing"));
        }

        return errors.Count == 0 ? new ProxyServer(_options, _loggers, _hooks, _clock, _accessLog) : throw new ConfigurationException(errors);
    }
}
