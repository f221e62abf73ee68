using System.IO.Pipelines;

namespace Proxy.Tests.Properties.Model;

/// <summary>Takes what is written into an array that grows.</summary>
internal sealed class ArrayWriter : PipeWriter
{
    private byte[] _bytes = new byte[16 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public override void Advance(int bytes) => Length += bytes;

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - Length < sizeHint)
        {
            Array.Resize(ref _bytes, (_bytes.Length * 2) + sizeHint);
        }

        return _bytes.AsMemory(Length);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => new(new FlushResult(false, false));

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
