using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class StatusRangeTests
{
    [TestCase("200", 200, 200, "200")]
    [TestCase("2xx", 200, 299, "2xx")]
    [TestCase("4XX", 400, 499, "4xx")]
    [TestCase("200-204", 200, 204, "200-204")]
    [TestCase("200-299", 200, 299, "2xx")]
    [TestCase("204-200", 204, 200, "204-200")]
    public void Range_is_read_and_written(string text, int first, int last, string written)
    {
        Assert.That(StatusRange.TryParse(text, out var range), Is.True);
        Assert.That((range, range.ToString()), Is.EqualTo((new StatusRange(first, last), written)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("2x")]
    [TestCase("x2x")]
    [TestCase("20")]
    [TestCase("2000")]
    [TestCase("+200")]
    [TestCase("200-")]
    [TestCase("-200")]
    [TestCase("200-201-202")]
    [TestCase("2xx-3xx")]
    public void What_is_none_is_refused(string? text) => Assert.That(StatusRange.TryParse(text, out _), Is.False);

    [Test]
    public void Ends_are_inside() => Assert.That(
        new[] { 199, 200, 204, 205 }.Select(new StatusRange(200, 204).Contains),
        Is.EqualTo(new[] { false, true, true, false }));
}
