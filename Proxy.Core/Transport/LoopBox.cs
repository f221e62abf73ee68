namespace Proxy.Core.Transport;

/// <summary>The state of an async method, reused by its loop: what every kind of such a box has in common.</summary>
internal abstract class LoopBox
{
    private static int _kinds;

    protected LoopBox() => MoveNextAction = MoveNext;

    /// <summary>Continues the method; made once per box.</summary>
    public Action MoveNextAction { get; }

    /// <summary>The next idle box of its kind.</summary>
    internal LoopBox? NextIdle { get; set; }

    /// <summary>A number for one more kind of box.</summary>
    protected static int NextKind() => Interlocked.Increment(ref _kinds) - 1;

    protected abstract void MoveNext();
}
