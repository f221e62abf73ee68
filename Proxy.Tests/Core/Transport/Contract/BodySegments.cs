using System.Buffers;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Bytes as a sequence cut into segments of given lengths.</summary>
internal sealed class BodySegments : ReadOnlySequenceSegment<byte>
{
    private BodySegments(ReadOnlyMemory<byte> memory, long runningIndex) => (Memory, RunningIndex) = (memory, runningIndex);

    public static ReadOnlySequence<byte> Make(ReadOnlyMemory<byte> bytes, int[] lengths)
    {
        if (lengths.Length == 0)
        {
            return default;
        }

        var first = new BodySegments(bytes[..lengths[0]], 0);
        var last = first;
        foreach (var length in lengths[1..])
        {
            var start = (int)last.RunningIndex + last.Memory.Length;
            var next = new BodySegments(bytes.Slice(start, length), start);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
