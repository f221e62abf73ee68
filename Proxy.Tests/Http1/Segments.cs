using System.Buffers;

namespace Proxy.Tests.Http1;

/// <summary>Builds sequences of several segments, as a receive buffer of small slabs would.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, long runningIndex)
    {
        Memory = memory;
        RunningIndex = runningIndex;
    }

    /// <summary>The bytes, cut at the given ascending positions.</summary>
    public static ReadOnlySequence<byte> Cut(byte[] bytes, params int[] cuts)
    {
        int start = 0;
        Segments? first = null;
        Segments? last = null;
        foreach (int cut in cuts.Append(bytes.Length))
        {
            Segments segment = new(bytes.AsMemory(start, cut - start), start);
            if (last is not null)
            {
                last.Next = segment;
            }

            first ??= segment;
            last = segment;
            start = cut;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }
}
