using System.Text;

namespace Proxy.Tests.Properties.Naive;

/// <summary>A place in an array of bytes that goes forward one byte at a time, and what stopped it.</summary>
internal sealed class NaiveCursor(byte[] bytes)
{
    public int At { get; set; }

    public NaiveVerdict Verdict { get; private set; }

    public string Why { get; private set; } = "";

    public bool IsAtEnd => At == bytes.Length;

    /// <summary>The byte at the cursor, or -1 at the end.</summary>
    public int Next => At < bytes.Length ? bytes[At] : -1;

    /// <summary>Remembers that the byte at the cursor is not what the grammar wants; at the end of the bytes, that more are wanted.</summary>
    /// <returns>False.</returns>
    public bool Refuse(string wanted)
    {
        Verdict = IsAtEnd ? NaiveVerdict.Cut : NaiveVerdict.Wrong;
        Why = $"{wanted} wanted at {At}";
        return false;
    }

    /// <summary>Remembers that something is wrong with what was read, whatever comes next.</summary>
    /// <returns>False.</returns>
    public bool Reject(string why)
    {
        Verdict = NaiveVerdict.Wrong;
        Why = $"{why} before {At}";
        return false;
    }

    /// <summary>Steps over exactly this text.</summary>
    public bool Skip(string text)
    {
        foreach (var character in text)
        {
            if (Next != character)
            {
                return Refuse(text == "\r\n" ? "CRLF" : $"\"{text}\"");
            }

            At++;
        }

        return true;
    }

    /// <summary>Steps over spaces and tabs: OWS and BWS.</summary>
    public void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            At++;
        }
    }

    /// <summary>The bytes of a class from here on, at least one; empty where there is none.</summary>
    public string Take(Func<int, bool> isOne, string what)
    {
        var start = At;
        while (isOne(Next))
        {
            At++;
        }

        if (start == At)
        {
            Refuse(what);
        }

        return Encoding.Latin1.GetString(bytes, start, At - start);
    }

    /// <summary>As many bytes as there are, at the most so many.</summary>
    public byte[] TakeUpTo(long count)
    {
        var start = At;
        At += (int)Math.Min(count, bytes.Length - At);
        return bytes[start..At];
    }
}
