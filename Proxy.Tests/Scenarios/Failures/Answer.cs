namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What the client gets: a whole response, one that is cut, or nothing.</summary>
/// <param name="Status">The response's status, or 0 for none.</param>
/// <param name="IsCut">It has begun, and nobody can take it for whole.</param>
internal readonly record struct Answer(int Status, bool IsCut = false)
{
    /// <summary>No byte.</summary>
    public static Answer Nothing => default;

    /// <summary>A good response that ends before its time.</summary>
    public static Answer Cut => new(200, IsCut: true);

    /// <summary>Whatever it was, the client does not look.</summary>
    public static Answer Unread => new(-1);

    public static implicit operator Answer(int status) => new(status);
}
