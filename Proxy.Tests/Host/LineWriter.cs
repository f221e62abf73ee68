using System.Text;

namespace Proxy.Tests.Host;

/// <summary>Takes what a program writes, and lets a test wait for a line of it.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Start, TaskCompletionSource<string> Found)> _waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    public Task<string> LineAsync(string start)
    {
        lock (_lock)
        {
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((start, found));
            Notify();
            return found.Task;
        }
    }

    public override void Write(char value)
    {
        lock (_lock)
        {
            _text.Append(value);
            if (value == '\n')
            {
                Notify();
            }
        }
    }

    private void Notify()
    {
        // The part behind the last line's end is a line still being written.
        var lines = _text.ToString().Split('\n')[..^1];
        _waiting.RemoveAll(waiter =>
            lines.FirstOrDefault(line => line.StartsWith(waiter.Start, StringComparison.Ordinal)) is { } line
            && waiter.Found.TrySetResult(line));
    }
}
