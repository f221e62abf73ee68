using System.Buffers.Text;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Load;

/// <summary>Reads one response after the other. It knows lengths of content only: none of the peers has a reason for chunks here.</summary>
internal sealed class ResponseReader
{
    private readonly byte[] _head = new byte[4096];
    private int _filled;
    private int _headLength = -1;
    private int _contentLeft;

    /// <summary>True once a byte of the response has come.</summary>
    public bool HasBegun => _filled > 0;

    public int Status { get; private set; }

    /// <summary>True if the connection ends with this response.</summary>
    public bool Closes { get; private set; }

    /// <summary>The number that its content begins with; -1 for none.</summary>
    public int Number { get; private set; }

    /// <summary>Takes what came; true when that ends the response.</summary>
    /// <exception cref="FormatException">It is none, or goes on past its end.</exception>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        // Head and the beginning of the content are kept; what comes behind is only counted.
        var kept = Math.Min(bytes.Length, _head.Length - _filled);
        bytes[..kept].CopyTo(_head.AsSpan(_filled));
        _filled += kept;
        if (_headLength >= 0)
            return TakeContent(bytes.Length);
        _headLength = HeadScan.Length(_head.AsSpan(0, _filled));
        if (_headLength < 0)
            return _filled < _head.Length ? false : throw new FormatException("the head of a response is too long");
        ReadHead(_head.AsSpan(0, _headLength));
        return TakeContent(_filled - _headLength + bytes.Length - kept);
    }

    public void Reset()
    {
        _filled = 0;
        _headLength = -1;
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        Status = HeadScan.Status(head);
        Closes = HeadScan.Closes(head);
        _contentLeft = HeadScan.Number(head, "Content-Length");
        if (Status < 0 || _contentLeft < 0)
            throw new FormatException("a response without a status or a length");
    }

    private bool TakeContent(int count)
    {
        _contentLeft -= count;
        if (_contentLeft < 0)
            throw new FormatException("bytes behind the end of a response");
        if (_contentLeft > 0)
            return false;

        var content = _head.AsSpan(_headLength, _filled - _headLength);
        Number = content.Length >= Traffic.NumberDigits && Utf8Parser.TryParse(content[..Traffic.NumberDigits], out int number, out _) ? number : -1;
        return true;
    }
}
