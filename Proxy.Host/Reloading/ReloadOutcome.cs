namespace Proxy.Host.Reloading;

/// <summary>How a reload went.</summary>
/// <param name="At">When it began.</param>
/// <param name="Trigger">Who asked for it, as in "SIGHUP".</param>
/// <param name="Errors">Why nothing has changed, one line each; empty where it went well.</param>
/// <param name="Notes">What else there is to say, one line each.</param>
internal sealed record ReloadOutcome(DateTimeOffset At, string Trigger, IReadOnlyList<string> Errors, IReadOnlyList<string> Notes)
{
    public bool Succeeded => Errors.Count == 0;
}
