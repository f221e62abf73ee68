using System.Buffers;
using Proxy.Core.Transport;

namespace Proxy.Core.Forwarding;

/// <summary>One block in a chain of them.</summary>
internal sealed class BodySegment : ReadOnlySequenceSegment<byte>
{
    /// <summary>Its memory.</summary>
    public BufferBlock Block { get; private set; } = null!;

    /// <summary>Bytes of the block that are written.</summary>
    public int Filled { get; set; }

    /// <summary>The block behind it, or null.</summary>
    public BodySegment? Following => (BodySegment?)Next;

    public int Room => Block.Length - Filled;

    public void Begin(BufferBlock block)
    {
        (Block, Filled) = (block, 0);
        (Memory, RunningIndex) = (block.Memory, 0);
    }

    /// <summary>Puts another one behind it; what was not filled of this one stays so.</summary>
    public void Append(BodySegment next)
    {
        Memory = Block.Memory[..Filled];
        next.RunningIndex = RunningIndex + Filled;
        Next = next;
    }

    public void End()
    {
        (Block, Filled) = (null!, 0);
        (Memory, RunningIndex, Next) = (default, 0, null);
    }
}
