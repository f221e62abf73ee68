namespace Proxy.Core.Upstreams.Limits;

/// <summary>Places that are counted here and nowhere else.</summary>
/// <param name="loops">How many loops share them.</param>
internal sealed class CountedPlaces(int loops) : Places(loops)
{
    private int _taken;

    /// <inheritdoc/>
    public override int Taken => Volatile.Read(ref _taken);

    /// <inheritdoc/>
    protected override bool TryCount() => BoundedCount.TryIncrement(ref _taken, Limit);

    /// <inheritdoc/>
    protected override void Uncount() => Interlocked.Decrement(ref _taken);
}
