using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>Writes one line into room that is large enough. What peers sent is escaped, and cut where it would take more than it may.</summary>
/// <param name="destination">Where to write.</param>
internal ref struct LineWriter(Span<byte> destination)
{
    private const int LongestEscape = 6;

    // Everything else would end a string or a line, reach a terminal as a command, or be no UTF-8.
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', 0x7F - ' ').Select(value => (byte)value).Where(value => value is not ((byte)'"' or (byte)'\\'))]);

    private readonly Span<byte> _destination = destination;
    private int _written;

    public readonly int Written => _written;

    /// <summary>Copies bytes of our own.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[_written..]);
        _written += bytes.Length;
    }

    public void Write(byte value) => _destination[_written++] = value;

    public void Write(long number)
    {
        _ = Utf8Formatter.TryFormat(number, _destination[_written..], out var length);
        _written += length;
    }

    /// <summary>Copies a text of our own that has only ASCII in it.</summary>
    public void Write(string ascii) => _written += Encoding.ASCII.GetBytes(ascii, _destination[_written..]);

    /// <summary>A dash for nothing, else bytes with <c>\xNN</c> for each that is not plain.</summary>
    public void WriteHexEscaped(scoped ReadOnlySpan<byte> bytes, int maxLength)
    {
        if (bytes.IsEmpty)
        {
            Write((byte)'-');
            return;
        }

        WriteEscaped(bytes, maxLength, isJson: false);
    }

    /// <summary>The inside of a JSON string (RFC 8259 §7), with <c>\u00NN</c> for each byte that is not plain, whatever text it is a part of.</summary>
    public void WriteJsonEscaped(scoped ReadOnlySpan<byte> bytes, int maxLength) => WriteEscaped(bytes, maxLength, isJson: true);

    private void WriteEscaped(scoped ReadOnlySpan<byte> bytes, int maxLength, bool isJson)
    {
        var end = _written + maxLength;
        while (true)
        {
            var run = bytes.IndexOfAnyExcept(Plain);
            run = run < 0 ? bytes.Length : run;
            var fitting = Math.Min(run, end - _written);
            Write(bytes[..fitting]);
            if (run == bytes.Length || end - _written < LongestEscape)
            {
                return;
            }

            WriteEscape(bytes[run], isJson);
            bytes = bytes[(run + 1)..];
        }
    }

    private void WriteEscape(byte value, bool isJson)
    {
        if (isJson && value is (byte)'"' or (byte)'\\')
        {
            Write((byte)'\\');
            Write(value);
            return;
        }

        Write(isJson ? "\\u00"u8 : "\\x"u8);
        Write(HexDigit(value >> 4));
        Write(HexDigit(value & 0xF));
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
