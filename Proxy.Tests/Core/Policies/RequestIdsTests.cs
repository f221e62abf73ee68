using System.Text;
using NUnit.Framework;
using Proxy.Core.Policies;

namespace Proxy.Tests.Core.Policies;

[TestFixture]
public sealed class RequestIdsTests
{
    [Test]
    public void Identifiers_are_32_digits_and_never_the_same()
    {
        var ids = new[] { new RequestIds(), new RequestIds() };
        var made = Enumerable.Range(0, 20_000).Select(i => Next(ids[i % 2])).ToList();
        Assert.That(made, Is.Unique);
        Assert.That(made, Has.All.Matches("^[0-9a-f]{32}$"));
    }

    [Test]
    public void Every_bit_is_a_toss()
    {
        const int rounds = 10_000;
        var ids = new RequestIds();
        var ones = new int[128];
        for (var round = 0; round < rounds; round++)
        {
            var value = UInt128.Parse(Next(ids), System.Globalization.NumberStyles.HexNumber, null);
            for (var bit = 0; bit < ones.Length; bit++)
            {
                ones[bit] += (int)(uint)(value >> bit) & 1;
            }
        }

        // Eight standard deviations: once in 10^13 runs by chance.
        Assert.That(ones, Has.All.InRange((rounds / 2) - 400, (rounds / 2) + 400));
    }

    [Test]
    public void Threads_do_not_make_the_same()
    {
        var ids = new RequestIds();
        var made = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).SelectMany(_ => Enumerable.Range(0, 5_000).Select(_ => Next(ids)).ToList()).ToList();
        Assert.That(made.Distinct().Count(), Is.EqualTo(20_000));
    }

    private static string Next(RequestIds ids)
    {
        Span<byte> text = stackalloc byte[RequestIds.Length];
        ids.Write(text);
        return Encoding.ASCII.GetString(text);
    }
}
