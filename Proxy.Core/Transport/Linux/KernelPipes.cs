namespace Proxy.Core.Transport.Linux;

/// <summary>The kernel pipes of one loop: few, since each takes two descriptors; where there is none, bytes are copied.</summary>
internal sealed class KernelPipes
{
    private const int MostPipes = 32;
    private const int DescriptorsAPipe = 256; // so many of the limit allow one

    private readonly LoopStack<KernelPipe> _idle = new();
    private readonly int _limit;
    private int _open;
    private bool _isRefused;

    /// <summary>Pipes open at the moment, idle or not.</summary>
    public int Open => _open;

    public KernelPipes() => _limit = KernelPipe.IsSupported ? (int)Math.Min(MostPipes, DescriptorLimit.Raise() / DescriptorsAPipe) : 0;

    /// <summary>Descriptors they take at most.</summary>
    public int Descriptors => 2 * _limit;

    /// <summary>An empty pipe, or null where copying has to do.</summary>
    public KernelPipe? TryRent()
    {
        if (_idle.TryPop(out var idle))
        {
            return idle;
        }

        if (_open >= _limit || _isRefused || KernelPipe.TryOpen() is not { } pipe)
        {
            // Asked again when the loop has had a rest: an attempt that fails costs as much as one that does not.
            _isRefused = _open < _limit;
            return null;
        }

        _open++;
        return pipe;
    }

    /// <summary>Gives a pipe back; one that still holds bytes of a transfer that failed is closed.</summary>
    public void Return(KernelPipe pipe)
    {
        if (pipe.Held == 0)
        {
            _idle.Push(pipe);
        }
        else
        {
            Close(pipe);
        }
    }

    /// <summary>Closes the idle ones: opening one again costs less than a megabyte that is copied.</summary>
    public void Trim()
    {
        _isRefused = false;
        while (_idle.TryPop(out var pipe))
        {
            Close(pipe!);
        }
    }

    private void Close(KernelPipe pipe)
    {
        pipe.Close();
        _open--;
    }
}
