using System.Text;
using System.Text.Json;
using Proxy.Core.Observability;

namespace Proxy.Tests.Kit;

/// <summary>An access log that keeps its lines, and that blocks or fails when told to.</summary>
internal sealed class RecordingSink : AccessLogSink, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly ManualResetEventSlim _open = new(initialState: true);

    /// <summary>Writes fail.</summary>
    public bool Fails { get; set; }

    /// <summary>A write waits for <see cref="Unblock"/>.</summary>
    public bool IsStuck { get; private set; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public override void Write(ReadOnlySpan<byte> lines)
    {
        IsStuck = !_open.IsSet;
        _open.Wait();
        if (Fails)
        {
            throw new IOException("no {room}");
        }

        if (lines[^1] != '\n')
        {
            throw new InvalidOperationException("A line is cut.");
        }

        lock (_lock)
        {
            _lines.AddRange(Encoding.UTF8.GetString(lines[..^1]).Split('\n'));
        }
    }

    /// <summary>Whatever is written waits.</summary>
    public void Block() => _open.Reset();

    public void Unblock() => _open.Set();

    /// <summary>Waits for so many lines, no more.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(int count)
    {
        await Patience.UntilAsync(() => Lines.Count >= count, $"{count} lines are logged");
        return Lines.Count == count ? Lines : throw new InvalidOperationException($"{count} lines expected: {string.Join('\n', Lines)}");
    }

    /// <summary>Waits for the one line, an object.</summary>
    public async Task<JsonElement> OnlyAsync() => JsonElement.Parse((await WaitAsync(1))[0]);

    public void Dispose() => _open.Dispose();
}
