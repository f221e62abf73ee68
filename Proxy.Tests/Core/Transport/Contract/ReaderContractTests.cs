using System.IO.Pipelines;
using NUnit.Framework;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>What any reader the engine serves has to do about positions and waiting.</summary>
[TestFixture(typeof(PipePair))]
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
[TestFixture(typeof(LoopPipePair))]
public sealed class ReaderContractTests<TPair> : PairTests<TPair>
    where TPair : DuplexPair, new()
{
    [Test]
    public Task What_was_neither_consumed_nor_examined_is_there_at_once() => OnLoop(async () =>
    {
        await SendAsync("hello");
        var first = await ReadAsync(5);
        Reader.AdvanceTo(first.Buffer.Start);
        Assert.That(Reader.TryRead(out var again));
        Assert.That(Text(again), Is.EqualTo("hello"));
        Reader.AdvanceTo(again.Buffer.End);
    });

    [Test]
    public Task What_was_not_consumed_comes_again() => OnLoop(async () =>
    {
        await SendAsync("hello");
        var first = await ReadAsync(5);
        Reader.AdvanceTo(first.Buffer.GetPosition(2));
        var rest = Reader.ReadAsync();
        Assert.That(rest.IsCompleted, "not all of it was examined");
        var result = await rest;
        Assert.That(Text(result), Is.EqualTo("llo"));
        Reader.AdvanceTo(result.Buffer.End);
    });

    [Test]
    public Task When_all_was_examined_the_next_read_waits_for_more() => OnLoop(async () =>
    {
        await SendAsync("hello");
        var first = await ReadAsync(5);
        Reader.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.End);
        Assert.That(Reader.TryRead(out _), Is.False);
        var next = Reader.ReadAsync();
        await TurnAsync();
        Assert.That(next.IsCompleted, Is.False);
        await SendAsync("!");
        var result = await next;
        Assert.That(Text(result), Is.EqualTo("ello!"));
        Reader.AdvanceTo(result.Buffer.End);
    });

    [Test]
    public Task When_all_was_consumed_the_next_read_waits_for_more() => OnLoop(async () =>
    {
        await SendAsync("one");
        Reader.AdvanceTo((await ReadAsync(3)).Buffer.End);
        var next = Reader.ReadAsync();
        Assert.That(next.IsCompleted, Is.False);
        await SendAsync("two");
        var result = await next;
        Assert.That(Text(result), Is.EqualTo("two"));
        Reader.AdvanceTo(result.Buffer.End);
    });

    [Test]
    public Task Trying_finds_nothing_until_bytes_came() => OnLoop(async () =>
    {
        Assert.That(Reader.TryRead(out _), Is.False);
        await SendAsync("x");
        ReadResult result = default;
        await Until.TrueAsync(Pair.Host.Loop, () => Reader.TryRead(out result), "the byte");
        Assert.That(Text(result), Is.EqualTo("x"));
        Reader.AdvanceTo(result.Buffer.End);
        Assert.That(Reader.TryRead(out _), Is.False);
    });
}
