using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class OptionBoundsTests
{
    [TestCase(0, OptionUnit.Count, "0")]
    [TestCase(1024, OptionUnit.Count, "1024")]
    [TestCase(-1, OptionUnit.Count, "-1")]
    [TestCase(0, OptionUnit.Bytes, "0")]
    [TestCase(240, OptionUnit.Bytes, "240B")]
    [TestCase(1536, OptionUnit.Bytes, "1536B")]
    [TestCase(8192, OptionUnit.Bytes, "8KiB")]
    [TestCase(3L << 30, OptionUnit.Bytes, "3GiB")]
    [TestCase(0, OptionUnit.Ticks, "0ms")]
    [TestCase(5_000, OptionUnit.Ticks, "0.5ms")]
    [TestCase(15_000_000, OptionUnit.Ticks, "1500ms")]
    [TestCase(900_000_000, OptionUnit.Ticks, "90s")]
    [TestCase(36_000_000_000, OptionUnit.Ticks, "1h")]
    public void A_value_is_written_as_the_file_has_it(long value, OptionUnit unit, string text) =>
        Assert.That(OptionBounds.Write(value, unit), Is.EqualTo(text));

    [Test]
    public void A_range_names_the_bounds_it_has()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new OptionBounds(1, 10).ToString(), Is.EqualTo("1 to 10"));
            Assert.That(new OptionBounds(1, int.MaxValue).ToString(), Is.EqualTo("at least 1"));
            Assert.That(new OptionBounds(64, 16384, OptionUnit.Bytes).ToString(), Is.EqualTo("64B to 16KiB"));
            Assert.That(new OptionBounds(0, long.MaxValue, OptionUnit.Bytes).HasMax, Is.False);
            Assert.That(new OptionBounds(1, TimeSpan.TicksPerDay, OptionUnit.Ticks).HasMax, Is.True);
            Assert.That(new OptionBounds(1, 2).Contains(0), Is.False);
            Assert.That(new OptionBounds(1, 2).Contains(3), Is.False);
            Assert.That(new OptionBounds(1, 2).Contains(2), Is.True);
        });
    }

    [Test]
    public void A_range_asks_the_options_and_lets_what_has_no_bound_pass()
    {
        var range = OptionRanges.Limits.Single(range => range.Key == "maxConnections");

        Assert.That(range.Problem(new()), Is.Null);
        Assert.That(range.Problem(new() { MaxConnections = 0 }), Is.EqualTo("0 is out of range: at least 1 is allowed"));
    }
}
