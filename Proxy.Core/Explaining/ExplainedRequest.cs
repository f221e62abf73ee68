namespace Proxy.Core.Explaining;

/// <summary>A request as the parser understood it.</summary>
public sealed record ExplainedRequest
{
    /// <summary>Its head, every byte of it, the field lines separated by CRLF.</summary>
    public required string Head { get; init; }

    /// <summary>The request line, without its end.</summary>
    public required string Line { get; init; }

    /// <summary>The host asked for, without port and final dot, as routes compare it; empty where there is none.</summary>
    public string Host { get; init; } = "";

    /// <summary>The scheme the client used, as far as that is believed.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The path in the form that routes are compared with; <c>*</c> where it names none.</summary>
    public string Path { get; init; } = "";

    /// <summary>That form differs from what was sent.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>The address of the connection's other end; empty when unknown.</summary>
    public string Peer { get; init; } = "";

    /// <summary>The client's address, as far as that is believed; empty when unknown.</summary>
    public string Client { get; init; } = "";

    /// <summary>The other end of the connection is a proxy whose word about its clients is believed.</summary>
    public bool IsTrustedPeer { get; init; }

    /// <summary>Host and port that the client asked for, where a trusted proxy says so and they are not those of Host; else empty.</summary>
    public string SaidAuthority { get; init; } = "";

    /// <summary>Why the head cannot be parsed; null where it can.</summary>
    public ExplainedFault? Fault { get; init; }
}
