using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Proxy.Core.Transport.Linux;

/// <summary>Hands the pages under a pinned array back to the system without giving up the array.</summary>
internal static class PinnedPages
{
    /// <summary>Forgets the bytes of the whole pages inside the array: they read as zero and take memory again when written. Does nothing off Linux.</summary>
    public static unsafe void Discard(byte[] pinned)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var page = (nuint)Environment.SystemPageSize;
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        var first = (start + page - 1) / page * page;
        var last = (start + (nuint)pinned.Length) / page * page;
        if (last > first)
        {
            // Advice only: a refusal costs memory, not correctness.
            _ = LibC.madvise((void*)first, last - first, LibC.MADV_DONTNEED);
        }
    }
}
