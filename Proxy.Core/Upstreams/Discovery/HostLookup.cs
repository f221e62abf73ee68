using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// Finds the addresses of host names. Where no servers are configured it does as the system does: names of /etc/hosts and <c>localhost</c> are the system's,
/// which tells no TTL; others are asked of the servers, and behind the search list, of /etc/resolv.conf; and what DNS does not know, the system may know from
/// elsewhere (nsswitch.conf). Configured servers are asked in place of all that, but for <c>localhost</c>, which is no name of DNS (RFC 6761 §6.3).
/// </summary>
internal sealed class HostLookup
{
    // Past it what is remembered of names is given up: targets of SRV records come and go.
    private const int MaxRemembered = 4096;

    // How much longer than the one family's answer that of the other is waited for.
    private static readonly TimeSpan MaxSecondFamily = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IPEndPoint> _servers;
    private readonly DnsServers _dns;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _system;
    private readonly Func<ResolverFile> _file;
    private readonly TimeSpan _secondFamily;
    private readonly Dictionary<string, HostAnswer> _last = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="options">How names are looked up.</param>
    /// <param name="system">The system's resolver; null for the real one.</param>
    /// <param name="file">The system's resolv.conf; null for the real one.</param>
    public HostLookup(ResolveOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? system = null, Func<ResolverFile>? file = null)
    {
        _servers = NameServers.Parse(options.Servers);
        _dns = new DnsServers(options);
        _secondFamily = options.Timeout / 4 < MaxSecondFamily ? options.Timeout / 4 : MaxSecondFamily;
        _system = system ?? Dns.GetHostAddressesAsync;
        _file = file ?? (static () => ResolverFile.Read());
    }

    /// <summary>The addresses of a name, at least one. Asked by one at a time.</summary>
    /// <exception cref="EndpointSourceException">There are none, or nobody can tell.</exception>
    public async Task<HostAnswer> LookUpAsync(string name, CancellationToken cancellationToken)
    {
        var last = _last.GetValueOrDefault(name, HostAnswer.None);
        var answer = await FindAsync(name, last, cancellationToken).ConfigureAwait(false);
        return Remember(name, answer.PairedLike(last));
    }

    /// <summary>Records of a name that is not searched for, such as SRV.</summary>
    /// <exception cref="EndpointSourceException">Nobody can tell.</exception>
    public Task<DnsAnswer> QueryAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        var servers = _servers.Count > 0 ? _servers : _file().Servers;
        return servers.Count > 0
            ? _dns.QueryAsync(servers, name, type, cancellationToken)
            : throw new EndpointSourceException($"no name server is configured, neither here nor in {ResolverFile.SystemPath}", isTemporary: true);
    }

    /// <summary>Addresses that came with another answer, as if they had been looked up.</summary>
    public HostAnswer Take(string name, IEnumerable<AddressRecord> records)
    {
        var known = records.ToList();
        return Remember(name, Of(known.Select(record => record.Address), DnsAnswer.TtlOf(known)).PairedLike(_last.GetValueOrDefault(name, HostAnswer.None)));
    }

    private HostAnswer Remember(string name, HostAnswer answer)
    {
        if (_last.Count >= MaxRemembered)
        {
            _last.Clear();
        }

        return _last[name] = answer;
    }

    private async Task<HostAnswer> FindAsync(string name, HostAnswer last, CancellationToken cancellationToken)
    {
        var file = _servers.Count > 0 ? null : _file();
        var servers = file?.Servers ?? _servers;
        if (IsLocalhost(name) || servers.Count == 0 || (file is not null && HostsFile.Has(name)))
        {
            return await AskSystemAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return await SearchAsync(servers, file?.NamesFor(name) ?? [name], last, cancellationToken).ConfigureAwait(false)
            ?? (file is not null ? await AskSystemAsync(name, cancellationToken).ConfigureAwait(false) : throw Unknown(name));
    }

    // A domain of the search list whose servers are broken hides no name behind it, as for the system's resolver.
    private async Task<HostAnswer?> SearchAsync(
        IReadOnlyList<IPEndPoint> servers, IReadOnlyList<string> names, HostAnswer last, CancellationToken cancellationToken)
    {
        var problem = (EndpointSourceException?)null;
        foreach (var name in names)
        {
            try
            {
                var answer = await AskDnsAsync(servers, name, last, cancellationToken).ConfigureAwait(false);
                if (!answer.IsEmpty)
                {
                    return answer;
                }
            }
            catch (EndpointSourceException exception)
            {
                problem ??= exception;
            }
        }

        return problem is null ? null : throw problem;
    }

    // A family that nobody tells about (RFC 4074 knows servers that never answer for AAAA) is as it was, while the other one is there, and is not waited for
    // long: a start may wait for this.
    private async Task<HostAnswer> AskDnsAsync(IReadOnlyList<IPEndPoint> servers, string name, HostAnswer last, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (a, aaaa) = (TryAsync(servers, name, QueryType.A, late.Token), TryAsync(servers, name, QueryType.AAAA, late.Token));
        if (Has((await (await Task.WhenAny(a, aaaa).ConfigureAwait(false)).ConfigureAwait(false)).Answer))
        {
            late.CancelAfter(_secondFamily);
        }

        var (v4, v6) = (await a.ConfigureAwait(false), await aaaa.ConfigureAwait(false));
        cancellationToken.ThrowIfCancellationRequested();
        return (v4.Answer, v6.Answer) switch
        {
            ({ } left, { } right) => Of(left, right),
            ({ } left, null) when Has(left) => Of(left, DnsAnswer.Nothing) with { V6 = last.V6 },
            (null, { } right) when Has(right) => Of(DnsAnswer.Nothing, right) with { V4 = last.V4 },
            _ => throw v4.Problem ?? v6.Problem!,
        };
    }

    private async Task<(DnsAnswer? Answer, EndpointSourceException? Problem)> TryAsync(
        IReadOnlyList<IPEndPoint> servers, string name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            return (await _dns.QueryAsync(servers, name, type, cancellationToken).ConfigureAwait(false), null);
        }
        catch (EndpointSourceException exception)
        {
            return (null, exception);
        }
        catch (OperationCanceledException exception)
        {
            return (null, new EndpointSourceException($"no name server told in time about \"{name}\"", isTemporary: true, exception));
        }
    }

    private async Task<HostAnswer> AskSystemAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _system(name, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return found.Length > 0 ? Of(found, ttl: null) : throw Unknown(name);
        }
        catch (SocketException exception)
        {
            throw exception.SocketErrorCode == SocketError.TryAgain
                ? new EndpointSourceException($"the host name \"{name}\" cannot be resolved now: {exception.Message}", isTemporary: true, exception)
                : Unknown(name, exception);
        }
    }

    private static bool Has(DnsAnswer? answer) => answer?.Answers.OfType<AddressRecord>().Any() ?? false;

    private static HostAnswer Of(DnsAnswer v4, DnsAnswer v6)
    {
        var records = v4.Answers.Concat(v6.Answers).ToList();
        return Of(records.OfType<AddressRecord>().Select(record => record.Address), DnsAnswer.TtlOf(records));
    }

    private static HostAnswer Of(IEnumerable<IPAddress> addresses, TimeSpan? ttl)
    {
        var families = addresses.ToLookup(address => address.AddressFamily);
        return new([.. families[AddressFamily.InterNetwork]], [.. families[AddressFamily.InterNetworkV6]], [], ttl);
    }

    private static bool IsLocalhost(string name)
    {
        name = name.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static EndpointSourceException Unknown(string name, Exception? inner = null) =>
        new($"the host name \"{name}\" cannot be resolved: no address is known for it", isTemporary: false, inner);
}
