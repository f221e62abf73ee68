namespace Proxy.Tests.Properties.Mutation;

/// <summary>Changes inputs. The same seed and the same corpus give the same inputs.</summary>
/// <param name="random">Whose numbers decide.</param>
internal sealed class Mutator(Random random)
{
    /// <summary>Longest input, in bytes: past it only the limits are met again.</summary>
    public const int MaxBytes = 4096;

    private const int MostSteps = 6;
    private const int LongestRun = 32;

    /// <summary>A changed copy of an input; the corpus gives parts of others.</summary>
    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(input);
        for (var steps = 1 + random.Next(MostSteps); steps > 0; steps--)
        {
            Step(bytes, corpus);
        }

        return bytes.Count <= MaxBytes ? [.. bytes] : [.. bytes[..MaxBytes]];
    }

    private void Step(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        var at = random.Next(bytes.Count + 1);
        var run = Math.Min(random.Next(1, LongestRun), bytes.Count - at);
        switch (random.Next(10))
        {
            case 0 when run > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when run > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 3:
                bytes.RemoveRange(at, random.Next(2) == 0 ? Math.Min(1, run) : run);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, run));
                break;
            case 5:
                Splice(bytes, corpus[random.Next(corpus.Count)]);
                break;
            case 6 when run > 0:
                MoveLine(bytes, at);
                break;
            case 7:
                Overwrite(bytes, at, Fragment());
                break;
            default:
                bytes.InsertRange(LineStart(bytes, at), Fragment());
                break;
        }
    }

    private byte[] Fragment() => Fragments.All[random.Next(Fragments.All.Count)];

    // The front of this one, the back of another; or another whole behind it, which for requests is a pipeline.
    private void Splice(List<byte> bytes, byte[] other)
    {
        if (random.Next(2) == 0)
        {
            var cut = random.Next(bytes.Count + 1);
            bytes.RemoveRange(cut, bytes.Count - cut);
            other = other[random.Next(other.Length + 1)..];
        }

        bytes.AddRange(other);
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        bytes.RemoveRange(at, Math.Min(with.Length, bytes.Count - at));
        bytes.InsertRange(at, with);
    }

    // Lines are what messages are made of: one is taken out and put in before another.
    private void MoveLine(List<byte> bytes, int at)
    {
        var start = LineStart(bytes, at, always: true);
        var end = bytes.IndexOf((byte)'\n', start) is >= 0 and var found ? found + 1 : bytes.Count;
        var line = bytes.GetRange(start, end - start);
        if (random.Next(2) == 0)
        {
            bytes.RemoveRange(start, end - start);
        }

        bytes.InsertRange(LineStart(bytes, random.Next(bytes.Count + 1), always: true), line);
    }

    // Most often the start of a line, where most fragments make sense.
    private int LineStart(List<byte> bytes, int at, bool always = false) =>
        !always && random.Next(3) == 0 ? at : at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', at - 1) + 1;
}
