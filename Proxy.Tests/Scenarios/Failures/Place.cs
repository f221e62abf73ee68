namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What listens at the upstream's endpoints.</summary>
internal enum Place
{
    /// <summary>Two origins of one script.</summary>
    TwoOrigins,

    /// <summary>One origin.</summary>
    OneOrigin,

    /// <summary>Nobody, and an origin.</summary>
    NobodyThenOrigin,

    /// <summary>Nobody, twice.</summary>
    Nobody,

    /// <summary>Two that take no connection and say nothing.</summary>
    Silence,

    /// <summary>An address no connection can be made to, twice.</summary>
    Unreachable,
}
