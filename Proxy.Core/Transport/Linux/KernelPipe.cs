using System.Runtime.InteropServices;

namespace Proxy.Core.Transport.Linux;

/// <summary>A pipe of the kernel's, through which bytes go from one socket to another without passing through us.</summary>
internal sealed unsafe class KernelPipe
{
    /// <summary>What it holds at most, in bytes.</summary>
    public const int Capacity = 256 * 1024;

    private readonly int _readEnd;
    private readonly int _writeEnd;

    private KernelPipe(int readEnd, int writeEnd) => (_readEnd, _writeEnd) = (readEnd, writeEnd);

    /// <summary>Bytes in it.</summary>
    public int Held { get; private set; }

    /// <summary>False where the system call is forbidden to this process, as containers do it: nothing is moved, for which the system answers 0.</summary>
    public static bool IsSupported => LibC.splice(-1, null, -1, null, 0, 0) == 0;

    /// <summary>A pipe of the full capacity, or null where the system has none to give.</summary>
    public static KernelPipe? TryOpen()
    {
        var ends = stackalloc int[2];
        if (LibC.pipe2(ends, LibC.O_NONBLOCK | LibC.O_CLOEXEC) != 0)
        {
            return null;
        }

        var pipe = new KernelPipe(ends[0], ends[1]);
        if (LibC.fcntl(ends[1], LibC.F_SETPIPE_SZ, Capacity) >= Capacity)
        {
            return pipe;
        }

        pipe.Close();
        return null;
    }

    /// <summary>Takes bytes from a socket; as <c>splice</c> returns.</summary>
    public nint Fill(int socket, long length)
    {
        var moved = Move(socket, _writeEnd, Math.Min(length, Capacity));
        Held += moved > 0 ? (int)moved : 0;
        return moved;
    }

    /// <summary>Gives what it holds to a socket; as <c>splice</c> returns.</summary>
    public nint Drain(int socket)
    {
        var moved = Move(_readEnd, socket, Held);
        Held -= moved > 0 ? (int)moved : 0;
        return moved;
    }

    public void Close()
    {
        _ = LibC.close(_readEnd);
        _ = LibC.close(_writeEnd);
    }

    private static nint Move(int from, int to, long length)
    {
        nint moved;
        do
        {
            moved = LibC.splice(from, null, to, null, (nuint)length, LibC.SPLICE_F_MOVE | LibC.SPLICE_F_NONBLOCK);
        }
        while (moved < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);
        return moved;
    }
}
