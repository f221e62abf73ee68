using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams;

/// <summary>How the connections of one pool are opened. One that is set up otherwise replaces it, and what was opened by it is not used again.</summary>
internal sealed class Connector
{
    private const long ReportIntervalMilliseconds = 60_000;

    private readonly EventLoop _loop;
    private readonly Endpoint _endpoint;
    private readonly UpstreamOptions _options;
    private readonly EndPoint? _alternate;
    private readonly ConnectTarget? _second;
    private readonly ConnectTarget _first;
    private bool _secondWon;
    private long _reportAfter = long.MinValue;

    public Connector(EventLoop loop, Endpoint endpoint, UpstreamOptions options)
    {
        (_loop, _endpoint, _options) = (loop, endpoint, options);
        (_alternate, _first) = (endpoint.Alternate, TargetAt(endpoint.Address));
        _second = _alternate is null ? null : TargetAt(_alternate);
    }

    /// <summary>What each connection begins with.</summary>
    public ProxyProtocol ProxyProtocol => _options.ProxyProtocol;

    /// <summary>Each connection tells its origin of one client, and serves no other.</summary>
    public bool Introduces => _options.ProxyProtocol != ProxyProtocol.Off;

    /// <summary>True when connections are still opened in this way.</summary>
    public bool IsOf(UpstreamOptions options) =>
        (options.ProxyProtocol, options.SourceAddress, options.TcpKeepAlive) == (_options.ProxyProtocol, _options.SourceAddress, _options.TcpKeepAlive)
        && Equals(_endpoint.Alternate, _alternate);

    /// <summary>Opens a connection.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public async ValueTask<ConnectResult> ConnectAsync(long timeoutMilliseconds)
    {
        var result = await BeginAsync(timeoutMilliseconds).ConfigureAwait(false);
        if (result.Error == ConnectError.SourceAddress)
        {
            ReportSource();
        }

        if (_second is not null && result.Connection is { } connection)
        {
            _secondWon = connection.RemoteEndPoint == _second.Remote;
        }

        return result;
    }

    // What won last is most likely what works: it goes first, so that an address that leads nowhere delays one connection, not every one.
    private ValueTask<ConnectResult> BeginAsync(long timeoutMilliseconds) => _second is null
        ? _loop.ConnectAsync(_first, timeoutMilliseconds)
        : _secondWon ? HappyEyeballs.ConnectAsync(_loop, _second, _first, timeoutMilliseconds)
        : HappyEyeballs.ConnectAsync(_loop, _first, _second, timeoutMilliseconds);

    private ConnectTarget TargetAt(EndPoint address) => new(
        address,
        _options.SourceAddress is { } source ? Unmapped(IPAddress.Parse(source)) : null,
        _options.TcpKeepAlive is { } probes ? new(SecondsOf(probes.Idle), SecondsOf(probes.Interval), probes.Probes) : null);

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static int SecondsOf(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    // Nothing gets better by itself, and each request would say so.
    private void ReportSource()
    {
        if (_loop.Now >= _reportAfter)
        {
            _reportAfter = _loop.Now + ReportIntervalMilliseconds;
            _loop.Logger.LogError(
                "upstream {Upstream}: no connection to {Endpoint} can be opened from its sourceAddress {Source}, which is not an address of this machine, or of "
                + "another family than the endpoint's",
                _options.Name, _endpoint.Name, _options.SourceAddress);
        }
    }
}
