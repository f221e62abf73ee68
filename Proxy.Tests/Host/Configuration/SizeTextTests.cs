using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class SizeTextTests
{
    [TestCase("0B", 0)]
    [TestCase("512B", 512)]
    [TestCase("32KiB", 32 * 1024)]
    [TestCase("1MiB", 1024 * 1024)]
    [TestCase("2GiB", 2L * 1024 * 1024 * 1024)]
    [TestCase("8388607TiB", 8388607L << 40)]
    public void A_number_and_a_unit(string text, long bytes)
    {
        Assert.That(SizeText.TryParse(text, out var value), Is.True);
        Assert.That(value, Is.EqualTo(bytes));
    }

    [TestCase("")]
    [TestCase("32")]
    [TestCase("32KB")]
    [TestCase("32K")]
    [TestCase("32 KiB")]
    [TestCase("-1KiB")]
    [TestCase("1.5MiB")]
    [TestCase("8388608TiB")] // one past what 64 bits hold
    public void Anything_else_is_refused(string text) => Assert.That(SizeText.TryParse(text, out _), Is.False);
}
