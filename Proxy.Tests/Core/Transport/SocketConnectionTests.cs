using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

/// <summary>A reset is never taken for an orderly end, whichever call the system tells of it.</summary>
[TestFixture(TransportKind.Automatic)]
[TestFixture(TransportKind.Managed)]
public sealed class SocketConnectionTests(TransportKind kind)
{
    private LoopHost _host = null!;
    private TestServer _server = null!;
    private SocketConnection _connection = null!;
    private Socket _peer = null!;

    [SetUp]
    public async Task Open()
    {
        (_host, _server) = (new LoopHost(kind), new TestServer());
        await _host.RunAsync(async () => _connection = (await _host.Loop.ConnectAsync(_server.Address, 5_000)).Connection!);
        _peer = _server.Accept();
    }

    [TearDown]
    public async Task Close()
    {
        await _host.Loop.RunAsync(_connection.Close);
        _peer.Dispose();
        _server.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Bytes_and_a_reset_seen_at_once_are_bytes_and_then_a_loss([Values] bool flushIsBlocked)
    {
        var reading = (Task<string>?)null;
        var flushing = Task.CompletedTask;
        await _host.Loop.RunAsync(() =>
        {
            reading = ReadAllAsync();
            flushing = flushIsBlocked ? WriteAsync(20_000_000) : flushing;
        });
        Assert.That(flushing.IsCompleted, Is.Not.EqualTo(flushIsBlocked));
        await WhileHeldAsync(() =>
        {
            _peer.Send("part"u8);
            Reset();
        });
        Assert.That(await reading!.WaitAsync(LoopHost.Patience), Is.EqualTo("part, lost"));
        await flushing.WaitAsync(LoopHost.Patience);
    }

    [Test]
    public async Task A_reset_that_a_send_was_told_of_is_a_loss_for_the_reader_too()
    {
        var ended = (Task<string>?)null;
        await WhileHeldAsync(Reset, () =>
        {
            Assert.That(WriteAsync(1).Result, Is.True, "gone");
            ended = ReadAllAsync();
        });
        Assert.That(await ended!.WaitAsync(LoopHost.Patience), Is.EqualTo(", lost"));
    }

    [Test]
    public async Task A_reset_that_a_probe_was_told_of_is_a_loss_for_the_reader_too()
    {
        var ended = (Task<string>?)null;
        await WhileHeldAsync(Reset, () =>
        {
            Assert.That(_connection.ProbeUnreadEvent());
            ended = ReadAllAsync();
        });
        Assert.That(await ended!.WaitAsync(LoopHost.Patience), Is.EqualTo(", lost"));
    }

    [Test]
    public async Task A_send_that_fails_behind_an_orderly_end_leaves_it_one()
    {
        _peer.Send("whole"u8);
        _peer.Shutdown(SocketShutdown.Send);
        _peer.Close();
        var ended = (Task<string>?)null;
        await _host.RunAsync(async () =>
        {
            await Until.TrueAsync(_host.Loop, () => WriteAsync(1).Result, "the broken pipe");
            ended = ReadAllAsync();
        });
        Assert.That(await ended!.WaitAsync(LoopHost.Patience), Is.EqualTo("whole, ended"));
    }

    private void Reset()
    {
        _peer.LingerState = new LingerOption(enable: true, seconds: 0);
        _peer.Close();
    }

    // What the peer does meanwhile, the loop sees at once; then it goes on with the rest before it looks.
    private async Task WhileHeldAsync(Action peer, Action? then = null)
    {
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var going = _host.Loop.RunAsync(() =>
        {
            held.Set();
            release.Wait(LoopHost.Patience);
            then?.Invoke();
        });
        Assert.That(held.Wait(LoopHost.Patience));
        peer();
        release.Set();
        await going.WaitAsync(LoopHost.Patience);
    }

    private async Task<bool> WriteAsync(int length) => (await _connection.Output.WriteAsync(new byte[length]).ConfigureAwait(false)).IsCompleted;

    private async Task<string> ReadAllAsync()
    {
        var text = new StringBuilder();
        try
        {
            while (true)
            {
                var result = await _connection.Input.ReadAsync().ConfigureAwait(false);
                text.Append(Encoding.ASCII.GetString(result.Buffer));
                _connection.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return $"{text}, ended";
                }
            }
        }
        catch (ConnectionLostException)
        {
            return $"{text}, lost";
        }
    }
}
