using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class DurationTextTests
{
    [TestCase("250ms", 250)]
    [TestCase("0s", 0)]
    [TestCase("5s", 5_000)]
    [TestCase("2m", 120_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("007s", 7_000)]
    public void A_number_and_a_unit(string text, int milliseconds)
    {
        Assert.That(DurationText.TryParse(text, out var value), Is.True);
        Assert.That(value, Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [TestCase("")]
    [TestCase("5")]
    [TestCase("s")]
    [TestCase("5 s")]
    [TestCase("-5s")]
    [TestCase("1.5s")]
    [TestCase("5S")]
    [TestCase("5sec")]
    [TestCase("1m30s")]
    [TestCase("٥s")] // a digit to Unicode, not to us
    [TestCase("9223372036854775807h")]
    [TestCase("99999999999999999999s")]
    public void Anything_else_is_refused(string text) => Assert.That(DurationText.TryParse(text, out _), Is.False);
}
