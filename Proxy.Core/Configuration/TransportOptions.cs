namespace Proxy.Core.Configuration;

/// <summary>How the event loops and sockets work.</summary>
public sealed record TransportOptions
{
    /// <summary>Event loops, each a thread: default null for one per core, range 1 to 256.</summary>
    public int? Threads { get; init; }

    /// <summary>Which implementation moves the bytes: default <see cref="TransportKind.Automatic"/>.</summary>
    public TransportKind Kind { get; init; } = TransportKind.Automatic;
}
