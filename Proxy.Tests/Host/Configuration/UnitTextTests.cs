using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class UnitTextTests
{
    [TestCase("32KB", "32KiB")]
    [TestCase("32k", "32KiB")]
    [TestCase("1 MiB", "1MiB")]
    [TestCase("1gib", "1GiB")]
    [TestCase("5b", "5B")]
    [TestCase("5s", null)]
    [TestCase("many", null)]
    [TestCase("", null)]
    public void A_size_that_is_none_is_answered_with_the_likely_one(string text, string? meant) => AssertHint(text, SizeText.Units, meant);

    [TestCase("5", "5s")]
    [TestCase("5 S", "5s")]
    [TestCase("5sec", "5s")]
    [TestCase("5 minutes", "5m")]
    [TestCase("1H", "1h")]
    [TestCase("250 MS", "250ms")]
    [TestCase("1d", null)]
    public void So_is_a_duration(string text, string? meant) => AssertHint(text, DurationText.Units, meant);

    private static void AssertHint(string text, (string Unit, long Factor)[] units, string? meant)
    {
        var node = new ConfigNode { Kind = ConfigNodeKind.String, Place = default, Path = "", Text = text };

        Assert.That(UnitText.Hint(node, units), Is.EqualTo(meant is null ? "" : $"; did you mean \"{meant}\"?"));
    }
}
