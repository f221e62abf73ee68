using System.Buffers;
using Proxy.Http1.Parsing;
using Proxy.Tests.Http1;

namespace Proxy.Tests.Properties.Targets;

/// <summary>Ways in which the same bytes can reach a parser of heads.</summary>
internal static class Feed
{
    private const int MostCuts = 8;

    public delegate ParseStatus Parse(in ReadOnlySequence<byte> buffer);

    /// <summary>How many ways there are.</summary>
    public const int Ways = 4;

    /// <summary>Hands the bytes over in one of the ways; the numbers choose where they are cut.</summary>
    public static ParseStatus In(int way, byte[] bytes, Random random, Parse parse) => way switch
    {
        0 => parse(Segments.Cut(bytes, Cuts(bytes.Length, random))),
        1 => InCalls(bytes, Cuts(bytes.Length, random), parse, length => new ReadOnlySequence<byte>(bytes, 0, length)),
        2 => InCalls(bytes, Cuts(bytes.Length, random), parse, length => Segments.Cut(bytes[..length], Cuts(length, random))),
        _ => InCalls(bytes, [.. Enumerable.Range(0, Math.Min(bytes.Length, 300))], parse, length => new ReadOnlySequence<byte>(bytes, 0, length)),
    };

    /// <summary>A source of numbers that depends on the bytes alone.</summary>
    public static Random RandomOf(byte[] bytes)
    {
        var sum = 17;
        foreach (var b in bytes)
        {
            sum = unchecked((sum * 31) + b);
        }

        return new Random(sum);
    }

    private static int[] Cuts(int length, Random random)
    {
        var cuts = new int[random.Next(MostCuts)];
        for (var i = 0; i < cuts.Length; i++)
        {
            cuts[i] = random.Next(length + 1);
        }

        Array.Sort(cuts);
        return cuts;
    }

    private static ParseStatus InCalls(byte[] bytes, int[] cuts, Parse parse, Func<int, ReadOnlySequence<byte>> prefix)
    {
        foreach (var cut in cuts)
        {
            var status = parse(prefix(cut));
            if (status != ParseStatus.NeedMore)
            {
                return status;
            }
        }

        return parse(prefix(bytes.Length));
    }
}
