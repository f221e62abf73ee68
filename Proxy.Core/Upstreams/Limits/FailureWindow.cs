namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// Tries and failures of the last while, counted by all loops in slices of it. Where a slice begins anew, what another thread counts in that moment may be lost.
/// </summary>
/// <param name="milliseconds">How far back it goes, but for a part of a slice.</param>
internal sealed class FailureWindow(long milliseconds)
{
    private const int Slices = 10;

    private readonly long _length = Math.Max(1, milliseconds / Slices);
    private readonly Slice[] _slices = new Slice[Slices];

    public void Add(long now, bool failed)
    {
        var number = now / _length;
        ref var slice = ref _slices[number % Slices];
        var before = Volatile.Read(ref slice.Number);
        if (before != number && Interlocked.CompareExchange(ref slice.Number, number, before) == before)
        {
            Volatile.Write(ref slice.Tries, 0);
            Volatile.Write(ref slice.Failures, 0);
        }

        Interlocked.Increment(ref slice.Tries);
        if (failed)
        {
            Interlocked.Increment(ref slice.Failures);
        }
    }

    public (int Tries, int Failures) Sum(long now)
    {
        var number = now / _length;
        var (tries, failures) = (0, 0);
        foreach (ref var slice in _slices.AsSpan())
        {
            if (Volatile.Read(ref slice.Number) > number - Slices)
            {
                tries += Volatile.Read(ref slice.Tries);
                failures += Volatile.Read(ref slice.Failures);
            }
        }

        return (tries, failures);
    }

    private struct Slice
    {
        public long Number;
        public int Tries;
        public int Failures;
    }
}
