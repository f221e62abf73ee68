using Proxy.Core.Transport;

namespace Proxy.Benchmarks.Core;

/// <summary>A connection on which nothing ever happens.</summary>
internal sealed class SilentConnection : SocketConnection
{
    public SilentConnection(EventLoop loop)
        : base(loop)
    {
    }

    public override int Receive(Span<byte> buffer) => SocketStatus.WouldBlock;

    public override int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => first.Length + second.Length;

    public override void AwaitReadable()
    {
        // Nothing comes.
    }

    public override void AwaitWritable(ReadOnlyMemory<byte> next)
    {
        // There is always room.
    }

    public override bool ProbeUnreadEvent() => false;

    public override void ShutdownWrite()
    {
        // Nobody listens.
    }

    protected override void ResetOnClose()
    {
        // As above.
    }

    protected override void CloseSocket()
    {
        // There is none.
    }
}
