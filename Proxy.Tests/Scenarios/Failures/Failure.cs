using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>A row of the table: what goes wrong, where, and what follows. What is not said is the usual.</summary>
/// <param name="Step">The side and the step of the road.</param>
/// <param name="Fault">What happens there.</param>
internal sealed record Failure(string Step, string Fault)
{
    public string Name => $"{Step}: {Fault}";

    /// <summary>Who is there to connect to.</summary>
    public Place Place { get; init; }

    public Func<ProxyOptions, ProxyOptions> Options { get; init; } = static options => options;

    /// <summary>What a hook returns, or null for no hook.</summary>
    public int? Hook { get; init; }

    /// <summary>What happens before the client connects: the wire is another client's.</summary>
    public Act[] Before { get; init; } = [];

    /// <summary>The connection to the one origin was used before, and waits in the pool.</summary>
    public bool IsPooled { get; init; }

    /// <summary>What the client does; then it reads.</summary>
    public Act[] Client { get; init; } = [Acts.Send(Requests.Get)];

    /// <summary>What the first connection of the request brings; then the origin serves.</summary>
    public Act[] Origin { get; init; } = [];

    /// <summary>What every further connection brings, where it is something else.</summary>
    public Act[]? Again { get; init; }

    /// <summary>Sent by the client every second, while time passes.</summary>
    public string? ClientDrips { get; init; }

    /// <summary>Sent by the origin every second, while time passes.</summary>
    public string? OriginDrips { get; init; }

    /// <summary>By when, in seconds, it is over: a second before nothing has happened yet. 0: without any time.</summary>
    public int After { get; init; }

    /// <summary>By how many seconds that may be overrun.</summary>
    public int Tolerance { get; init; } = 2;

    /// <summary>The client's kernel takes no more ahead than this.</summary>
    public int? ReceiveBuffer { get; init; }

    public Answer Answer { get; init; }

    public ProxyError Error { get; init; }

    public ClientFate ClientFate { get; init; }

    public OriginFate OriginFate { get; init; }

    /// <summary>Tries: above 1 the request was tried again.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>How often an origin saw the request, over all endpoints; default as often as it was tried.</summary>
    public int? Sent { get; init; }

    /// <summary>Faults of the proxy itself that it provokes.</summary>
    public int Faults { get; init; }

    public override string ToString() => Name;
}
