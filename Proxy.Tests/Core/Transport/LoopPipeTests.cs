using System.IO.Pipelines;
using NUnit.Framework;
using Proxy.Core.Transport;
using Proxy.Tests.Core.Transport.Contract;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class LoopPipeTests
{
    [Test]
    public async Task Whatever_a_foreign_pipe_throws_is_a_lost_connection([Values] bool atOnce)
    {
        await using var host = new LoopHost();
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var loopPipe = new LoopPipe(new JoinedPipe(pipe.Reader, pipe.Writer), host.Loop);
        await host.RunAsync(async () =>
        {
            var failure = (Exception?)null;
            if (atOnce)
            {
                await pipe.Writer.CompleteAsync(new OperationCanceledException("aborted"));
            }

            var reading = loopPipe.Input.ReadAsync();
            Assert.That(reading.IsCompleted, Is.EqualTo(atOnce));
            _ = Task.Run(() => pipe.Writer.Complete(new OperationCanceledException("aborted")));
            try
            {
                await reading.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            Assert.That(failure, Is.InstanceOf<IOException>().With.InnerException.InstanceOf<OperationCanceledException>());
        });
    }

    [Test]
    public async Task A_writer_whose_peer_failed_has_lost_its_connection()
    {
        await using var host = new LoopHost();
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var loopPipe = new LoopPipe(new JoinedPipe(pipe.Reader, pipe.Writer), host.Loop);
        await host.RunAsync(async () =>
        {
            await pipe.Reader.CompleteAsync(new OperationCanceledException("aborted"));
            Assert.That(() => loopPipe.Output.WriteAsync(new byte[1]).AsTask(), Throws.InstanceOf<IOException>());
            loopPipe.Output.GetSpan(1)[0] = 1;
            loopPipe.Output.Advance(1);
            Assert.That(() => loopPipe.Output.FlushAsync().AsTask(), Throws.InstanceOf<IOException>());
        });
    }
}
