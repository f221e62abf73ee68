namespace Proxy.Core.Transport;

/// <summary>
/// A deadline that is moved often and reached seldom. Moving it later only stores a number: the timer stays in its old place on the wheel and
/// is put further when that place comes up.
/// </summary>
internal sealed class LoopTimer
{
    /// <summary>The due time of a timer that is not set.</summary>
    public const long Never = long.MaxValue;

    private readonly ILoopTimerOwner _owner;

    public LoopTimer(ILoopTimerOwner owner) => _owner = owner;

    /// <summary>When the timer is due, in the loop's milliseconds, or <see cref="Never"/>.</summary>
    public long Due { get; internal set; } = Never;

    internal LoopTimer? Next { get; set; }

    internal LoopTimer? Previous { get; set; }

    /// <summary>The wheel tick at which it is looked at next; meaningful while linked.</summary>
    internal long Tick { get; set; }

    /// <summary>The same in the loop's milliseconds.</summary>
    internal long LookAt { get; set; }

    internal bool IsLinked { get; set; }

    /// <summary>Unsets the timer; it costs nothing.</summary>
    public void Cancel() => Due = Never;

    internal void Fire()
    {
        Due = Never;
        _owner.OnTimer(this);
    }
}
