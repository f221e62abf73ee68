namespace Proxy.Core.Explaining;

/// <summary>What happens to a request.</summary>
public enum OutcomeKind
{
    /// <summary>It is sent on to an origin.</summary>
    Forward,

    /// <summary>Its client is sent elsewhere.</summary>
    Redirect,

    /// <summary>The proxy answers it.</summary>
    Respond,

    /// <summary>It is answered with an error.</summary>
    Refuse,
}
