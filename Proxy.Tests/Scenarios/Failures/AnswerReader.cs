using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Reads what a client gets and says what it amounts to, whichever way it ends.</summary>
internal sealed class AnswerReader(Wire wire)
{
    private readonly StringBuilder _text = new();
    private string _head = "";
    private string _body = "";

    /// <summary>The response's last head.</summary>
    public WireMessage Head => new(_head, []);

    /// <summary>The connection was reset.</summary>
    public bool WasReset { get; private set; }

    private bool HasEnded { get; set; }

    /// <summary>Reads until some text has come.</summary>
    public async Task HearAsync(string text)
    {
        while (!_text.ToString().Contains(text, StringComparison.Ordinal) && !HasEnded)
        {
            await ReadSomeAsync();
        }
    }

    /// <summary>Reads to the end of a response, or of the connection.</summary>
    public async Task<Answer> ReadAsync()
    {
        while (!IsWhole() && !HasEnded)
        {
            await ReadSomeAsync();
        }

        return _head.Length > 0 ? new Answer(Head.Status, IsCut: !IsWhole()) : Answer.Nothing;
    }

    /// <summary>Whether the connection, whatever comes before that, ends by a reset.</summary>
    public async Task<bool> EndsByResetAsync()
    {
        while (!HasEnded)
        {
            await ReadSomeAsync();
        }

        return WasReset;
    }

    private async Task ReadSomeAsync()
    {
        try
        {
            var bytes = await wire.ReadSomeAsync();
            HasEnded = bytes.Length == 0;
            _text.Append(Encoding.Latin1.GetString(bytes));
        }
        catch (SocketException)
        {
            HasEnded = WasReset = true;
        }
    }

    private bool IsWhole() => SkipToFinalHead() && (
        Head.Status == 101 ? HasEnded
        : Head.Status == 204 || (Head.IsChunked ? _body.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
        : Head.Field("Content-Length") is { } length ? _body.Length >= int.Parse(length, CultureInfo.InvariantCulture)
        : HasEnded && !WasReset));

    // Interim responses are passed over, all but the one that switches.
    private bool SkipToFinalHead()
    {
        _body = _text.ToString();
        do
        {
            var length = _body.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (length < 4)
            {
                return false;
            }

            (_head, _body) = (_body[..length], _body[length..]);
        }
        while (Head.Status is < 200 and not 101);
        return true;
    }
}
