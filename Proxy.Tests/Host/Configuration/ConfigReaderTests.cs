using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class ConfigReaderTests
{
    [Test]
    public void Every_value_knows_its_path_and_where_it_begins()
    {
        var root = Read("""{ "a": { "b": [ 1, "x" ] }, "c": null }""");

        var a = root.Members[0].Value;
        var b = a.Members[0].Value;
        Assert.Multiple(() =>
        {
            Assert.That((root.Path, root.Place.Offset, root.Kind), Is.EqualTo(("", 0, ConfigNodeKind.Object)));
            Assert.That((root.Members[0].Place.Offset, a.Path, a.Place.Offset), Is.EqualTo((2, "a", 7)));
            Assert.That((b.Path, b.Place.Offset, b.Kind), Is.EqualTo(("a.b", 14, ConfigNodeKind.Array)));
            Assert.That((b.Items[0].Path, b.Items[0].Place.Offset, b.Items[0].Text), Is.EqualTo(("a.b[0]", 16, "1")));
            Assert.That((b.Items[1].Path, b.Items[1].Place.Offset, b.Items[1].Text), Is.EqualTo(("a.b[1]", 19, "x")));
            Assert.That(root.Members[1].Value.Kind, Is.EqualTo(ConfigNodeKind.Null));
        });
    }

    [Test]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var root = Read("// first\n{ /* in */ \"a\": [ 1, ], // end\n}\n// last");

        Assert.That(root.Members.Single().Value.Items.Single().Text, Is.EqualTo("1"));
    }

    [Test]
    public void Repeated_keys_are_kept_for_the_binder_to_refuse()
    {
        Assert.That(Read("""{ "a": 1, "a": 2 }""").Members, Has.Count.EqualTo(2));
    }

    [TestCase("{ \"a\": 1, } x", 12)]
    [TestCase("{ \"a\" 1 }", 6)]
    [TestCase("// c\r\n{ \"é\": ' }", 14)]
    [TestCase("{ \"a\": \"\\ud800\" }", 7)]
    public void A_syntax_error_knows_its_byte(string text, int offset)
    {
        var e = Assert.Throws<ConfigSyntaxException>(() => Read(text));

        Assert.Multiple(() =>
        {
            Assert.That(e!.Offset, Is.EqualTo(offset));
            Assert.That(e!.Message, Does.Not.Contain("LineNumber").And.Not.Contain("\n"));
        });
    }

    [TestCase("{ \"a\": [1, 2")]
    [TestCase("{")]
    [TestCase("// nothing else")]
    public void An_end_in_the_middle_is_a_syntax_error(string text)
    {
        Assert.Throws<ConfigSyntaxException>(() => Read(text));
    }

    [Test]
    public void Nesting_without_end_is_refused() =>
        Assert.Throws<ConfigSyntaxException>(() => Read(new string('[', 100_000)));

    private static ConfigNode Read(string text) =>
        ConfigReader.Read(new("p.json", System.Text.Encoding.UTF8.GetBytes(text)), new(_ => null), new ConfigProblems());
}
