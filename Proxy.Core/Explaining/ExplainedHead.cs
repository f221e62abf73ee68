namespace Proxy.Core.Explaining;

/// <summary>The head that an origin gets, beside the one that the client sent.</summary>
public sealed record ExplainedHead
{
    /// <summary>All of it as it is sent, every byte, lines ended by CRLF.</summary>
    public required string Head { get; init; }

    /// <summary>The request line that came.</summary>
    public required string LineBefore { get; init; }

    /// <summary>The request line that goes on.</summary>
    public required string LineAfter { get; init; }

    /// <summary>Who changed it, where that is so.</summary>
    public string? LineReason { get; init; }

    /// <summary>The field lines: those that came in their order, then those put on.</summary>
    public required IReadOnlyList<FieldChange> Fields { get; init; }
}
