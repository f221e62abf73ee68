using System.Net;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Routing;
using Proxy.Core.Upstreams.Health;
using Proxy.Core.Upstreams.Health.Probing;
using Proxy.Core.Upstreams.Limits;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Upstreams;

/// <summary>
/// One origin server, shared by all loops. Its pools of connections are each loop's own. The same object lives on through reloads, for as long as its
/// upstream has that address under that name; what may change while it lives (its weight, the bounds of its pools) is therefore its group's to say.
/// </summary>
internal sealed class Endpoint
{
    private readonly IPNumber _ip;
    private readonly byte[] _host;
    private readonly int _port;
    private readonly EndpointPool?[] _pools; // one a loop, each made and used by its loop only
    private EndpointLoad _load;
    private volatile EndPoint? _alternate;
    private volatile bool _isRemoved;
    private volatile bool _isDraining;
    private volatile bool _drainsByConfiguration;
    private volatile EndpointProber? _prober;

    /// <param name="group">Whose it is.</param>
    /// <param name="name">The address as the operator wrote it.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="loops">How many loops will ask it.</param>
    public Endpoint(EndpointGroup group, string name, EndPoint address, int loops)
    {
        (Group, Name, Address, _pools) = (group, name, address, new EndpointPool?[loops]);
        Health = new EndpointHealth(this);
        (Requests, Connections) = (new RequestPlaces(this, loops), new CountedPlaces(loops));
        SetLimits();
        NameBytes = Encoding.UTF8.GetBytes(name);
        Authority = Encoding.ASCII.GetBytes(address is IPEndPoint ? address.ToString()! : "localhost");
        LogName = Observability.AccessLogs.LogName.Of(name);
        Seed = SeedOf(NameBytes, Authority);
        var written = NetworkAddress.TryParseEndpoint(name, out var parsed, out _) ? parsed.Host : null;
        (_host, _port) = (Encoding.ASCII.GetBytes(written ?? ""), (address as IPEndPoint)?.Port ?? 0);
        _ip = IPNumber.TryParse(WithoutBrackets(HostAndPort.HostOf(Authority)), out var ip) ? ip : default;
    }

    /// <summary>Whose it is, for good.</summary>
    public EndpointGroup Group { get; }

    /// <summary>The address as the operator wrote it; for logs, never for clients.</summary>
    public string Name { get; }

    /// <summary><see cref="Name"/>, for variables.</summary>
    public byte[] NameBytes { get; }

    /// <summary>Its name as log lines have it.</summary>
    public byte[] LogName { get; }

    public EndPoint Address { get; }

    /// <summary>
    /// The same server by the other family of addresses, or null. Connections are opened to whichever of both answers (RFC 8305). Set off the loops, before its
    /// pools are told by <see cref="BoundPools"/>.
    /// </summary>
    public EndPoint? Alternate
    {
        get => _alternate;
        set => _alternate = value;
    }

    /// <summary>Its name and address as a number that is the same in every process.</summary>
    public ulong Seed { get; }

    /// <summary>What stands in Host when the client, in HTTP/1.0, sent none.</summary>
    public byte[] Authority { get; }

    /// <summary>What all loops put on it.</summary>
    public ref EndpointLoad Load => ref _load;

    /// <summary>How well it does its work.</summary>
    public EndpointHealth Health { get; }

    /// <summary>The requests that may be under way on it at a time.</summary>
    public Places Requests { get; }

    /// <summary>The connections to it that may be open at a time, on all loops.</summary>
    public Places Connections { get; }

    /// <summary>It takes no new exchange, though it is still there. Set by its group.</summary>
    public bool IsDraining
    {
        get => _isDraining || _drainsByConfiguration;
        internal set => _isDraining = value;
    }

    /// <summary>The configuration has it drain, whatever is said at run time.</summary>
    internal bool DrainsByConfiguration
    {
        set => _drainsByConfiguration = value;
    }

    /// <summary>Connections to it that are open or being opened, on all loops.</summary>
    public int OpenConnections => _pools.Sum(static pool => pool?.Open ?? 0);

    /// <summary>Connections to it that wait for a request, on all loops.</summary>
    public int IdleConnections => _pools.Sum(static pool => pool?.Idle ?? 0);

    /// <summary>Requests that wait for it, on all loops.</summary>
    public int Waiting => _pools.Sum(static pool => pool?.Waiting ?? 0);

    /// <summary>Who probes it, or null. Set by its group.</summary>
    public EndpointProber? Prober
    {
        get => _prober;
        internal set => _prober = value;
    }

    /// <summary>What its probes have found out, as of now.</summary>
    public ProbeStatus Probes => _prober?.Status ?? ProbeStatus.NotProbed;

    /// <summary>It is no part of its group any more, and never will be again.</summary>
    public bool IsRemoved => _isRemoved;

    /// <summary>The pool of the calling loop, made when it is asked for first.</summary>
    public EndpointPool PoolOf(Worker worker) => _pools[worker.Loop.Index] ?? OpenPool(worker);

    /// <summary>The pool of a loop, where it has one; on any thread.</summary>
    public EndpointPool? PoolAt(int loop) => Volatile.Read(ref _pools[loop]);

    /// <summary>Its group has it no more: connections close as they fall idle. Never on a loop.</summary>
    public void Remove()
    {
        _isRemoved = true;
        _prober?.Stop();
        Interlocked.MemoryBarrier();
        PostToPools(EndpointPool.Retiring);
    }

    /// <summary>The group's options may have changed: each pool looks at them, on its loop, before anything that is posted to that loop from now on.</summary>
    public void BoundPools()
    {
        SetLimits();
        PostToPools(EndpointPool.Bounding);
    }

    /// <summary>True when a URL with this host and port leads to the endpoint: by its address, its name, or <c>localhost</c> where it is on this machine.</summary>
    /// <param name="host">As in a URL: an IPv6 address stands in brackets.</param>
    /// <param name="port">The port; that of the scheme where the URL has none.</param>
    public bool IsAt(ReadOnlySpan<byte> host, int port)
    {
        if (port != _port || host.IsEmpty)
        {
            return false;
        }

        host = host.TrimEnd((byte)'.');
        return (IPNumber.TryParse(WithoutBrackets(host), out var ip) && ip == _ip)
            || Ascii.EqualsIgnoreCase(host, _host)
            || (Address is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address) && Ascii.EqualsIgnoreCase(host, "localhost"u8));
    }

    /// <summary>What all loops have seen of it; a moment old.</summary>
    public TryTotals SumTries()
    {
        var sum = default(TryTotals);
        for (var i = 0; i < _pools.Length; i++)
        {
            sum += Volatile.Read(ref _pools[i])?.Tries.Totals ?? default;
        }

        return sum;
    }

    private void SetLimits()
    {
        var options = Group.Options;
        (Requests.Limit, Connections.Limit) = (options.MaxRequests ?? int.MaxValue, options.MaxConnections);
    }

    // Whoever removes it either sees the pool, or is seen here.
    private EndpointPool OpenPool(Worker worker)
    {
        var pool = new EndpointPool(worker, this);
        Volatile.Write(ref _pools[worker.Loop.Index], pool);
        Interlocked.MemoryBarrier();
        if (_isRemoved)
        {
            pool.Retire();
        }

        return pool;
    }

    private void PostToPools(Action<object?> action)
    {
        for (var i = 0; i < _pools.Length; i++)
        {
            if (Volatile.Read(ref _pools[i]) is { } pool)
            {
                pool.Loop.Post(action, pool);
            }
        }
    }

    private static ulong SeedOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> address)
    {
        var hash = default(StableHash);
        hash.Add(name);
        hash.Add(address);
        return hash.Value;
    }

    private static ReadOnlySpan<byte> WithoutBrackets(ReadOnlySpan<byte> host) => host is [(byte)'[', .. var inner, (byte)']'] ? inner : host;
}
