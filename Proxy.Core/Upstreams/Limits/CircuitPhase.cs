namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// One state of a circuit, from the moment it was entered to the moment another replaces it: what is counted in it ends with it, so that tries that began in an
/// earlier one say nothing about it.
/// </summary>
/// <param name="state">The state.</param>
/// <param name="until">Until when it holds at the least, in milliseconds; without meaning while closed.</param>
/// <param name="window">What is counted while closed.</param>
internal sealed class CircuitPhase(CircuitState state, long until, FailureWindow? window)
{
    private int _trials;
    private int _succeeded;

    public CircuitState State { get; } = state;

    public long Until { get; } = until;

    public FailureWindow? Window { get; } = window;

    /// <summary>One more trial, where not so many were begun yet.</summary>
    public bool TryBeginTrial(int most) => BoundedCount.TryIncrement(ref _trials, most);

    /// <summary>A trial said nothing: another may be begun in its place.</summary>
    public void ForgetTrial() => Interlocked.Decrement(ref _trials);

    /// <summary>A trial succeeded; how many did.</summary>
    public int CountSuccess() => Interlocked.Increment(ref _succeeded);
}
