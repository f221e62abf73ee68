using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>A connection whose peer sends faster than anybody can read. Counts what is read of it in each turn.</summary>
internal sealed class EndlessConnection : SocketConnection
{
    private readonly int _bytesPerRead;
    private long _turn = -1;
    private (int Reads, long Bytes) _thisTurn;

    public EndlessConnection(EventLoop loop, int bytesPerRead)
        : base(loop) => (_bytesPerRead, Readable) = (bytesPerRead, true);

    public int MostReads { get; private set; }

    public long MostBytes { get; private set; }

    public int Turns { get; private set; }

    public override int Receive(Span<byte> buffer)
    {
        if (_turn != Loop.Turn)
        {
            (_turn, _thisTurn) = (Loop.Turn, default);
            Turns++;
        }

        var length = Math.Min(_bytesPerRead, buffer.Length);
        _thisTurn = (_thisTurn.Reads + 1, _thisTurn.Bytes + length);
        MostReads = Math.Max(MostReads, _thisTurn.Reads);
        MostBytes = Math.Max(MostBytes, _thisTurn.Bytes);
        return length;
    }

    public override int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => first.Length + second.Length;

    public override void AwaitReadable()
    {
    }

    public override void AwaitWritable(ReadOnlyMemory<byte> next)
    {
    }

    public override bool ProbeUnreadEvent() => true;

    public override void ShutdownWrite()
    {
    }

    protected override void ResetOnClose()
    {
    }

    protected override void CloseSocket()
    {
    }
}
