using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Proxy.Fuzz;

/// <summary>The counters at the branches of the product, one byte for each way from one branch to the next, as AFL has them.</summary>
internal sealed unsafe class Coverage
{
    private const int Size = 64 * 1024;
    private const byte Any = 0xFF;

    private readonly byte* _counters;
    private readonly byte[] _seen = new byte[Size];

    public Coverage()
    {
        _counters = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = _counters;
    }

    /// <summary>Ways that were taken by some input since <see cref="Forget"/>.</summary>
    public int Edges { get; private set; }

    public void Forget()
    {
        Array.Clear(_seen);
        Edges = 0;
    }

    /// <summary>Sets all counters to zero, for the next input.</summary>
    public void Begin()
    {
        new Span<byte>(_counters, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds what the last input did; true when it took a way that none before it took, or took one much more often.</summary>
    /// <param name="countsTurns">How often counts too; not where other threads count along.</param>
    public bool Merge(bool countsTurns)
    {
        var isNew = false;
        for (var at = 0; at < Size; at += sizeof(ulong))
        {
            if (*(ulong*)(_counters + at) != 0)
            {
                isNew |= MergeEight(at, countsTurns);
            }
        }

        return isNew;
    }

    private bool MergeEight(int start, bool countsTurns)
    {
        var isNew = false;
        for (var at = start; at < start + sizeof(ulong); at++)
        {
            var bit = Bucket(_counters[at], countsTurns);
            if ((bit & ~_seen[at]) != 0)
            {
                isNew = true;
                Edges += _seen[at] == 0 ? 1 : 0;
                _seen[at] |= bit;
            }
        }

        return isNew;
    }

    // One bit for 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127 and more.
    private static byte Bucket(byte count, bool countsTurns) => count switch
    {
        0 => 0,
        _ when !countsTurns => Any,
        <= 3 => (byte)(1 << (count - 1)),
        < 128 => (byte)(1 << Math.Min(BitOperations.Log2(count) + 1, 6)),
        _ => 1 << 7,
    };
}
