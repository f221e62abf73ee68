namespace Proxy.Tests.Soak;

/// <summary>How a response ended.</summary>
internal enum ResultEnding
{
    /// <summary>As its framing says.</summary>
    Whole,

    /// <summary>Before that, so that nobody takes it for whole.</summary>
    Cut,

    /// <summary>Not a byte came.</summary>
    Unanswered,

    /// <summary>It did not end in time.</summary>
    Hung,
}
