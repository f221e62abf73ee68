namespace Proxy.Host.Control;

/// <summary>Decides who may ask what.</summary>
internal interface IControlGuard
{
    /// <summary>The refusal of a request, or null where it is taken.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="verb">For what; null where the path is none of ours.</param>
    ControlAnswer? Check(ControlRequest request, ControlVerb? verb);
}
