using System.Runtime.InteropServices;

namespace Proxy.Core.Upstreams.Retrying;

/// <summary>One loop's part of a <see cref="RetryBudget"/>, in the present slot of time and the one before: written by its loop, read by all.</summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Spacing)]
internal struct RetryLane
{
    // Two cache lines: processors fetch them in pairs.
    private const int Spacing = 128;

    [FieldOffset(Spacing)]
    private long _slot;

    [FieldOffset(Spacing + 8)]
    private long _requests;

    [FieldOffset(Spacing + 16)]
    private long _retries;

    [FieldOffset(Spacing + 24)]
    private long _requestsBefore;

    [FieldOffset(Spacing + 32)]
    private long _retriesBefore;

    public void CountRequest() => _requests++;

    public void CountRetry() => _retries++;

    /// <summary>The present slot is this one.</summary>
    public void TurnTo(long slot)
    {
        if (slot > _slot)
        {
            var follows = slot == _slot + 1;
            (_requestsBefore, _retriesBefore) = follows ? (_requests, _retries) : (0, 0);
            (_requests, _retries) = (0, 0);
            Volatile.Write(ref _slot, slot);
        }
    }

    /// <summary>Adds what counts in a slot of time. Loops look at their clocks at different times: one of them may be ahead by a slot.</summary>
    public readonly void AddTo(ref long requests, ref long retries, long slot)
    {
        var age = slot - Volatile.Read(in _slot);
        if (age <= 1)
        {
            (requests, retries) = (requests + _requests, retries + _retries);
        }

        if (age <= 0)
        {
            (requests, retries) = (requests + _requestsBefore, retries + _retriesBefore);
        }
    }
}
