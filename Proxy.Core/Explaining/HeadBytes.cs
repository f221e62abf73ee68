using System.Buffers;
using System.IO.Pipelines;

namespace Proxy.Core.Explaining;

/// <summary>Lets the engine's writers write into memory.</summary>
internal static class HeadBytes
{
    /// <summary>What a writer writes.</summary>
    public static byte[] Of(Action<PipeWriter> write)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        write(pipe.Writer);
        pipe.Writer.Complete();
        pipe.Reader.TryRead(out var result);
        var bytes = result.Buffer.ToArray();
        pipe.Reader.Complete();
        return bytes;
    }
}
