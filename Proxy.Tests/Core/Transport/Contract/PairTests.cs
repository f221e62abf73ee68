using System.IO.Pipelines;
using System.Text;
using NUnit.Framework;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>What tests over a pair share: each has its own pair, and its body runs on the pair's loop.</summary>
public abstract class PairTests<TPair>
    where TPair : DuplexPair, new()
{
    private protected TPair Pair { get; private set; } = null!;

    private protected PipeReader Reader => Pair.Left.Input;

    private protected PipeWriter Writer => Pair.Right.Output;

    [SetUp]
    public Task Open()
    {
        Pair = new TPair();
        return Pair.OpenAsync();
    }

    [TearDown]
    public Task Close() => Pair.CloseAsync();

    private protected Task OnLoop(Func<Task> body) => Pair.Host.RunAsync(body);

    private protected Task TurnAsync() => LoopHost.TurnAsync(Pair.Host.Loop);

    /// <summary>What comes out of a failing operation; an assertion that waits by itself would block the loop.</summary>
    private protected static async Task<Exception?> FailureAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private protected async Task SendAsync(string text) => await Writer.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Reads until this many bytes are held; none is consumed, and the caller has to advance.</summary>
    private protected async Task<ReadResult> ReadAsync(int atLeast)
    {
        while (true)
        {
            var result = await Reader.ReadAsync();
            if (result.Buffer.Length >= atLeast || result.IsCompleted || result.IsCanceled)
            {
                return result;
            }

            Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private protected static string Text(ReadResult result) => Encoding.ASCII.GetString(result.Buffer);
}
