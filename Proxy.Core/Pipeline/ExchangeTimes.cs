namespace Proxy.Core.Pipeline;

/// <summary>When an exchange came how far, in its loop's milliseconds. Those of tries are the last one's.</summary>
internal struct ExchangeTimes
{
    /// <summary>The time of a step that was not reached.</summary>
    public const long Never = -1;

    /// <summary>The request's first bytes were read.</summary>
    public long Began;

    /// <summary>An endpoint was chosen.</summary>
    public long TryBegan;

    /// <summary>The same in microseconds of <see cref="Transport.EventLoop.NowMicroseconds"/>, where somebody balances by it.</summary>
    public long TryBeganMicroseconds;

    /// <summary>A connection to it was there, or <see cref="Never"/>.</summary>
    public long Leased;

    /// <summary>The final head of the response was read, or <see cref="Never"/>.</summary>
    public long HeadRead;

    /// <summary>The upstream refused to be asked.</summary>
    public long Refused;

    /// <summary>When a choice is made: of an endpoint, or for a copy that leaves before.</summary>
    public readonly long Latest => Math.Max(Began, TryBegan);

    public void BeginTry(long now) => (TryBegan, Leased, HeadRead) = (now, Never, Never);
}
