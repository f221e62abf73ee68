namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>Keeps the last lines of an output that may be long; safe for several writers.</summary>
internal sealed class LineTail(int capacity)
{
    private readonly Queue<string> _lines = new();
    private readonly Lock _lock = new();

    public void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            if (_lines.Count == capacity)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (_lock)
            return string.Join('\n', _lines);
    }
}
