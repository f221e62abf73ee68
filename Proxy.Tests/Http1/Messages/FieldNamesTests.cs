using NUnit.Framework;
using Proxy.Http1.Messages;

namespace Proxy.Tests.Http1.Messages;

[TestFixture]
public sealed class FieldNamesTests
{
    private static readonly string Long = new('l', 70);

    [TestCase("X-One", true)]
    [TestCase("x-one", true)]
    [TestCase("X_oNe", true)]
    [TestCase("X-On", false)]
    [TestCase("X-One2", false)]
    [TestCase("Y-One", false)]
    [TestCase("X~One", false)]
    [TestCase("b_b", true)]
    [TestCase("b-b", true)]
    [TestCase("Y-Internal-", true)]
    [TestCase("y_internal_a", true)]
    [TestCase("Y-Internal", false)]
    [TestCase("", false)]
    public void Names_are_compared_without_case_and_underscores(string name, bool contained) =>
        Assert.That(new FieldNames("X-One", "B_B", "Y-Internal-*", Long).Contains(Feeding.Bytes(name)), Is.EqualTo(contained));

    [Test]
    public void Long_names_are_told_apart()
    {
        FieldNames names = new(Long);
        Assert.That(names.Contains(Feeding.Bytes(Long)));
        Assert.That(names.Contains(Feeding.Bytes(Long + "l")), Is.False);
        Assert.That(names.Contains(Feeding.Bytes(Long[1..])), Is.False);
        Assert.That(names.Contains(Feeding.Bytes(Long[1..] + "m")), Is.False);
    }

    [Test]
    public void Empty_set_has_none() => Assert.That(new FieldNames().Contains("A"u8), Is.False);
}
