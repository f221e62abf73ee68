using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Proxy.Core.Transport.Linux;

/// <summary>An eventfd: a write to it wakes whoever waits for it, in an epoll set or here.</summary>
internal sealed unsafe class EventDescriptor : WakeSignal
{
    private readonly SafeFileHandle _handle;

    public EventDescriptor()
    {
        Number = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        _handle = new SafeFileHandle(Number, ownsHandle: true);
        if (Number < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>The descriptor, valid until the end of its owner.</summary>
    public int Number { get; }

    public override void Set()
    {
        // It may be set while its owner ends: the number must not be another descriptor's by the time it is written to.
        var held = false;
        try
        {
            _handle.DangerousAddRef(ref held);
            var one = 1UL;
            _ = LibC.write(Number, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody is there to wake.
        }
        finally
        {
            if (held)
            {
                _handle.DangerousRelease();
            }
        }
    }

    public override void Wait(int milliseconds)
    {
        var poll = new LibC.PollDescriptor { Descriptor = Number, Events = (short)LibC.EPOLLIN };
        if (LibC.poll(&poll, 1, milliseconds) > 0)
        {
            ulong count;
            _ = LibC.read(Number, &count, sizeof(ulong));
        }
    }

    public override void Dispose() => _handle.Dispose();
}
