namespace Proxy.Core.Explaining;

/// <summary>What becomes of a field line.</summary>
public enum FieldChangeKind
{
    /// <summary>It goes on as it came.</summary>
    Kept,

    /// <summary>It goes on with another value.</summary>
    Changed,

    /// <summary>It is put on.</summary>
    Added,

    /// <summary>It is taken off.</summary>
    Removed,

    /// <summary>It would be put on, but its value is empty.</summary>
    Skipped,
}
