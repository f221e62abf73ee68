using NUnit.Framework;

namespace Proxy.Tests.Properties;

[TestFixture]
public sealed class EscapedTests
{
    [Test]
    public void Every_byte_comes_back_from_one_line()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(b => (byte)b), (byte)' '];
        var text = Escaped.Of(all);
        Assert.That(text.All(character => character is >= ' ' and <= '~'), text);
        Assert.That(text, Does.Not.EndWith(" "));
        Assert.That(Escaped.Parse(text), Is.EqualTo(all));
    }

    [TestCase("GET /\\r\\n", "GET /\r\n")]
    [TestCase("\\t\\\\n\\x00\\xfF", "\t\\n\0\xFF")]
    public void Reads(string text, string expected) => Assert.That(Escaped.Parse(text).Select(b => (char)b), Is.EqualTo(expected));

    [Test]
    public void Refuses_an_escape_there_is_not() => Assert.Throws<FormatException>(() => Escaped.Parse("\\q"));

    [Test]
    public void A_corpus_leaves_out_what_is_for_its_reader() =>
        Assert.That(CorpusFile.Parse("# why\n\na\\n\n#\nb\n"), Is.EqualTo(new[] { "a\n"u8.ToArray(), "b"u8.ToArray() }));
}
