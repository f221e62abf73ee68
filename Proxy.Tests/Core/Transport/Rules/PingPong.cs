using System.Runtime.CompilerServices;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Pairs of connections on one loop that pass a message to and fro; measures what the loop's thread allocates meanwhile.</summary>
internal sealed class PingPong
{
    private const int Windows = 4;

    private static readonly byte[] Message = new byte[100];

    private readonly List<(SocketConnection Left, SocketConnection Right)> _pairs = [];
    private readonly TaskCompletionSource _done = new();
    private readonly int _window;
    private int _count;
    private long _before;

    /// <param name="window">Messages in one measurement.</param>
    public PingPong(int window) => _window = window;

    /// <summary>Bytes allocated in each window but the first, which warms up.</summary>
    public List<long> Allocated { get; } = new(Windows);

    public void Add(SocketConnection left, SocketConnection right) => _pairs.Add((left, right));

    public Task RunAsync()
    {
        foreach (var (left, right) in _pairs)
        {
            _ = Play(left, right, serves: true);
            _ = Play(right, left, serves: false);
        }

        return _done.Task;
    }

    private async Detached Play(SocketConnection own, SocketConnection other, bool serves)
    {
        if (serves)
        {
            await own.Output.WriteAsync(Message).ConfigureAwait(false);
        }

        try
        {
            while (await PassAsync(own).ConfigureAwait(false))
            {
                Count();
            }
        }
        catch (ConnectionLostException)
        {
            // The other side was first to see the end of the game.
        }

        own.Input.Complete();
        own.Output.Complete();
        other.Close();
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<bool> PassAsync(SocketConnection own)
    {
        var result = await own.Input.ReadAsync().ConfigureAwait(false);
        own.Output.GetSpan(20)[..20].Clear();
        own.Output.Advance(20);
        var body = result.Buffer.Slice(20);
        var flush = await ((IGatherWriter)own.Output).FlushAsync(body).ConfigureAwait(false);
        own.Input.AdvanceTo(result.Buffer.End);
        return !flush.IsCompleted && !_done.Task.IsCompleted;
    }

    private void Count()
    {
        if (++_count % _window != 0)
        {
            return;
        }

        if (_count > _window)
        {
            Allocated.Add(GC.GetAllocatedBytesForCurrentThread() - _before);
        }

        if (Allocated.Count == Windows)
        {
            _done.TrySetResult();
        }

        _before = GC.GetAllocatedBytesForCurrentThread();
    }
}
