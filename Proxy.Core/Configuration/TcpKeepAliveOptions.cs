namespace Proxy.Core.Configuration;

/// <summary>
/// How the system finds out that an origin is gone which neither answers nor ends its connection, and keeps firewalls on the way from forgetting a
/// connection that is silent for long, most often a tunnel. It costs four system calls for each new connection, and nothing later.
/// </summary>
public sealed record TcpKeepAliveOptions
{
    /// <summary>
    /// Silence of a connection before it is probed: default 60 s, range 1 s to 9 h, in whole seconds. Longer than what a firewall on the way forgets after, and
    /// tunnels are lost there.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between probes that go unanswered: default 15 s, range 1 s to 9 h, in whole seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Probes in a row that may go unanswered before the connection counts as lost: default 4, range 1 to 127.</summary>
    public int Probes { get; init; } = 4;
}
