using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Proxy.Host.Running.Linux;

/// <summary>
/// The system calls of a file that is only appended to: each write goes to the end the file has then, whoever else writes to it or cuts it short. The
/// file streams of the runtime know no such mode.
/// </summary>
internal static partial class LogDescriptor
{
    public const int StandardOutput = 1;

    private const int O_WRONLY = 0x1;
    private const int O_CREAT = 0x40;
    private const int O_APPEND = 0x400;
    private const int O_NONBLOCK = 0x800;
    private const int O_CLOEXEC = 0x80000;
    private const int Mode = 0b110_100_000; // 0640
    private const int EINTR = 4;
    private const int EAGAIN = 11;
    private const short POLLOUT = 0x4;
    private const int Forever = -1;

    /// <summary>Opens a file, made where there is none. A named pipe without a reader is refused at once, not waited for.</summary>
    /// <exception cref="IOException">The system's reason.</exception>
    public static SafeFileHandle Open(string path)
    {
        var file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, Mode);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failed();
    }

    /// <summary>Writes all bytes, however long it takes.</summary>
    /// <exception cref="IOException">The system's reason.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var written = (int)write(file, bytes, (nuint)bytes.Length);
            if (written >= 0)
            {
                bytes = bytes[written..];
            }
            else if (Marshal.GetLastPInvokeError() == EAGAIN)
            {
                AwaitRoom(file);
            }
            else if (Marshal.GetLastPInvokeError() != EINTR)
            {
                throw Failed();
            }
        }
    }

    private static void AwaitRoom(SafeFileHandle file)
    {
        var poll = new PollDescriptor { Descriptor = (int)file.DangerousGetHandle(), Events = POLLOUT };
        _ = LogDescriptor.poll(ref poll, 1, Forever);
    }

    private static IOException Failed() => new(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
