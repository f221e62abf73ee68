using System.Runtime.CompilerServices;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Something to await that allocates nothing itself: all who wait go on together.</summary>
internal sealed class WaitingRoom : ICriticalNotifyCompletion
{
    private readonly Action[] _waiting;
    private int _count;

    public WaitingRoom(int seats) => _waiting = new Action[seats];

    public bool IsCompleted => false;

    public WaitingRoom GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => _waiting[_count++] = continuation;

    public void Release()
    {
        var count = _count;
        _count = 0;
        for (var i = 0; i < count; i++)
        {
            _waiting[i]();
        }
    }
}
