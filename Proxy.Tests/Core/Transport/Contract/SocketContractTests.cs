using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>What a socket knows beyond a pipe: resets, half-closed connections, tokens, bounds.</summary>
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
public sealed class SocketContractTests<TPair> : PairTests<TPair>
    where TPair : SocketPair, new()
{
    [Test]
    public Task A_token_cancels_the_read_it_was_given_to() => OnLoop(async () =>
    {
        using var source = new CancellationTokenSource();
        var waiting = Reader.ReadAsync(source.Token);
        source.Cancel();
        await Until.TrueAsync(Pair.Host.Loop, () => waiting.IsCompleted, "the cancellation");
        Assert.That(await FailureAsync(async () => await waiting), Is.InstanceOf<OperationCanceledException>());
        Assert.That(await FailureAsync(async () => await Reader.ReadAsync(source.Token)), Is.InstanceOf<OperationCanceledException>());
    });

    [Test]
    public Task A_late_token_does_not_cancel_the_next_read() => OnLoop(async () =>
    {
        using var source = new CancellationTokenSource();
        var first = Reader.ReadAsync(source.Token);
        source.Cancel(); // On its way to the reader through the ready list when the first read ends.
        Reader.CancelPendingRead();
        await first;
        var second = Reader.ReadAsync();
        await TurnAsync();
        Assert.That(second.IsCompleted, Is.False);
        Reader.CancelPendingRead();
        await second;
    });

    [Test]
    public Task A_token_cancels_its_flush_and_no_other() => OnLoop(async () =>
    {
        using var source = new CancellationTokenSource();
        var sent = RandomBytes.Make(seed: 9, length: 12_000_000);
        var first = Writer.WriteAsync(sent, source.Token);
        source.Cancel();
        Writer.CancelPendingFlush();
        Assert.That((await first).IsCanceled);
        var second = Writer.FlushAsync();
        await TurnAsync();
        Assert.That(second.IsCompleted, Is.False);
        using var later = new CancellationTokenSource();
        Writer.CancelPendingFlush();
        await second;
        var third = Writer.FlushAsync(later.Token);
        later.Cancel();
        await Until.TrueAsync(Pair.Host.Loop, () => third.IsCompleted, "the cancellation");
        Assert.That(await FailureAsync(async () => await third), Is.InstanceOf<OperationCanceledException>());
        using var expected = new Receipt();
        expected.Add(sent);
        using var received = new Receipt();
        var rest = Writer.FlushAsync();
        await received.ReadAsync(Reader, sent.Length);
        await rest;
        Assert.That(received.Hash(), Is.EqualTo(expected.Hash()));
    });

    [Test]
    public Task A_second_read_is_refused_while_one_waits() => OnLoop(async () =>
    {
        var waiting = Reader.ReadAsync();
        Assert.That(await FailureAsync(async () => await Reader.ReadAsync()), Is.InstanceOf<InvalidOperationException>());
        await SendAsync("x");
        Reader.AdvanceTo((await waiting).Buffer.End);
    });

    [Test]
    public Task A_half_closed_connection_still_carries_the_answer() => OnLoop(async () =>
    {
        await SendAsync("question");
        Pair.Accepted.ShutdownWrite();
        var question = await ReadAsync(100);
        Assert.That((question.IsCompleted, Text(question)), Is.EqualTo((true, "question")));
        Reader.AdvanceTo(question.Buffer.End);
        await Pair.Left.Output.WriteAsync("answer"u8.ToArray());
        var answer = await Pair.Right.Input.ReadAsync();
        Assert.That(Text(answer), Is.EqualTo("answer"));
        Pair.Right.Input.AdvanceTo(answer.Buffer.End);
    });

    [Test]
    public Task An_aborted_connection_is_lost_on_both_sides() => OnLoop(async () =>
    {
        // Over a Unix socket, a reset needs bytes that nobody read.
        await Pair.Left.Output.WriteAsync("x"u8.ToArray());
        var (here, there) = (Pair.Right.Input, Reader.ReadAsync());
        Pair.Accepted.Abort();
        Assert.That(await FailureAsync(async () => await here.ReadAsync()), Is.InstanceOf<ConnectionLostException>());
        Assert.That(await FailureAsync(async () => await there), Is.InstanceOf<ConnectionLostException>());
        Assert.That((await Pair.Right.Output.WriteAsync("y"u8.ToArray())).IsCompleted);
        await Until.TrueAsync(Pair.Host.Loop, () => Pair.Left.Output.WriteAsync("z"u8.ToArray()).AsTask().Result.IsCompleted, "the other side");
    });

    [Test]
    public Task Completing_with_an_error_is_no_clean_end() => OnLoop(async () =>
    {
        await Pair.Left.Output.WriteAsync("x"u8.ToArray());
        await Writer.CompleteAsync(new IOException("broken"));
        Assert.That(await FailureAsync(async () => await ReadAsync(1)), Is.InstanceOf<ConnectionLostException>());
    });

    [Test]
    public Task Closing_ends_whoever_waits() => OnLoop(async () =>
    {
        var reading = Reader.ReadAsync();
        var flushing = Pair.Left.Output.WriteAsync(new byte[20_000_000]);
        Assert.That(flushing.IsCompleted, Is.False);
        Pair.Opened.Close();
        Assert.That(await FailureAsync(async () => await reading), Is.InstanceOf<ConnectionLostException>());
        Assert.That((await flushing).IsCompleted);
    });
}
