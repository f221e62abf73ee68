namespace Proxy.Tests.Properties.Naive;

/// <summary>How far reading came.</summary>
public enum NaiveVerdict
{
    /// <summary>To an end that the grammar knows.</summary>
    Whole,

    /// <summary>To the last byte there is, and the grammar wants more.</summary>
    Cut,

    /// <summary>To a byte that the grammar does not allow.</summary>
    Wrong,
}
