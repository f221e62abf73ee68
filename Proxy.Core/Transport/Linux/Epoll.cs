using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Proxy.Core.Transport.Linux;

/// <summary>
/// An epoll set and the handlers of its descriptors. An event carries the handler's slot and the slot's generation: an event for a descriptor that was
/// closed meanwhile, and whose slot may serve another by now, reaches nobody.
/// </summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int MaxEvents = 256;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly byte* _events = (byte*)NativeMemory.Alloc(MaxEvents * 16);
    private readonly int _fd;
    private IEpollHandler?[] _handlers = new IEpollHandler?[64];
    private uint[] _generations = new uint[64];
    private int[] _free = new int[64];
    private int _freeCount;
    private int _used;

    public Epoll()
    {
        _fd = LibC.epoll_create1(LibC.EPOLL_CLOEXEC);
        if (_fd < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            NativeMemory.Free(_events);
            throw new Win32Exception(errno);
        }
    }

    /// <summary>Adds a descriptor; returns its slot, or -1 when the system refuses.</summary>
    public int Add(int fd, uint events, IEpollHandler handler)
    {
        var slot = TakeSlot();
        _handlers[slot] = handler;
        var entry = stackalloc byte[16];
        *(uint*)entry = events;
        *(ulong*)(entry + DataOffset) = ((ulong)_generations[slot] << 32) | (uint)slot;
        if (LibC.epoll_ctl(_fd, LibC.EPOLL_CTL_ADD, fd, entry) == 0)
        {
            return slot;
        }

        Forget(slot);
        return -1;
    }

    /// <summary>Frees the slot of a descriptor that is about to be closed (closing takes it out of the set).</summary>
    public void Forget(int slot)
    {
        _handlers[slot] = null;
        _generations[slot]++;
        if (_freeCount == _free.Length)
        {
            Array.Resize(ref _free, _freeCount * 2);
        }

        _free[_freeCount++] = slot;
    }

    /// <summary>Takes a descriptor that stays open out of the set.</summary>
    public void Remove(int fd, int slot)
    {
        var unused = stackalloc byte[16];
        _ = LibC.epoll_ctl(_fd, LibC.EPOLL_CTL_DEL, fd, unused);
        Forget(slot);
    }

    /// <summary>Waits up to this many milliseconds (-1: without end); returns the number of events.</summary>
    public int Wait(int timeoutMilliseconds)
    {
        var count = LibC.epoll_wait(_fd, _events, MaxEvents, timeoutMilliseconds);
        return count >= 0 ? count : Marshal.GetLastPInvokeError() == LibC.EINTR ? 0
            : throw new Win32Exception(Marshal.GetLastPInvokeError(), "epoll_wait failed");
    }

    /// <summary>The handler of an event of the last wait, or null when its descriptor is gone.</summary>
    public IEpollHandler? Handler(int index, out uint events)
    {
        var entry = _events + (index * EventSize);
        events = *(uint*)entry;
        var data = *(ulong*)(entry + DataOffset);
        var slot = (int)(uint)data;
        return _generations[slot] == (uint)(data >> 32) ? _handlers[slot] : null;
    }

    /// <summary>Cuts every connection in the set; its users are told at once.</summary>
    public void CloseConnections(Action<Exception> faulted)
    {
        for (var slot = 0; slot < _used; slot++)
        {
            try
            {
                (_handlers[slot] as EpollConnection)?.Abort();
            }
            catch (Exception exception)
            {
                faulted(exception);
            }
        }
    }

    public void Dispose()
    {
        _ = LibC.close(_fd);
        NativeMemory.Free(_events);
    }

    private int TakeSlot()
    {
        if (_freeCount > 0)
        {
            return _free[--_freeCount];
        }

        if (_used == _handlers.Length)
        {
            Array.Resize(ref _handlers, _used * 2);
            Array.Resize(ref _generations, _used * 2);
        }

        return _used++;
    }
}
