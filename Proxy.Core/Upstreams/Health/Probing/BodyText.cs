using System.Buffers;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>Looks for a text in a body that comes in pieces, and keeps no more of them than the text could begin in.</summary>
/// <param name="wanted">The text, not empty.</param>
internal sealed class BodyText(byte[] wanted)
{
    private const int StepBytes = 4096;

    private readonly byte[] _window = new byte[wanted.Length - 1 + StepBytes];
    private int _held;

    /// <summary>The text was there.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Looks at the next piece.</summary>
    public void Add(in ReadOnlySequence<byte> piece)
    {
        foreach (var memory in piece)
        {
            for (var bytes = memory.Span; !bytes.IsEmpty && !IsFound;)
            {
                bytes = bytes[Take(bytes)..];
            }
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, _window.Length - _held);
        bytes[..taken].CopyTo(_window.AsSpan(_held));
        var window = _window.AsSpan(0, _held + taken);
        IsFound = window.IndexOf(wanted) >= 0;

        // It may still begin in the last bytes.
        _held = Math.Min(window.Length, wanted.Length - 1);
        window[^_held..].CopyTo(_window);
        return taken;
    }
}
