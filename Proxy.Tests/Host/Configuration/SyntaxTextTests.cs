using NUnit.Framework;

namespace Proxy.Tests.Host.Configuration;

public class SyntaxTextTests
{
    [TestCase("{ a: 1 }", "1:3: a key in double quotes is needed here, or the end of the object; found \"a\"")]
    [TestCase("{ 'a': 1 }", "1:3: a key in double quotes is needed here, or the end of the object; found a single quote")]
    [TestCase("{ é: 1 }", "1:3: a key in double quotes is needed here, or the end of the object; found \"é\"")]
    [TestCase("{ \"a\" 1 }", "1:7: a \":\" is needed behind the key; found \"1\"")]
    [TestCase("{ \"a\": 1\n  \"b\": 2 }", "2:3: a comma is missing before a string, or the end of what holds the values")]
    [TestCase("{ \"a\": [ 1 }", "1:12: the \"[\" at f:1:8 has to be closed before \"}\"")]
    [TestCase("{} {}", "1:4: nothing may follow the end of the configuration; found \"{\"")]
    [TestCase("web:\n", "1:1: a value is needed here, strings in double quotes; found \"w\"")]
    [TestCase("{ \"a\": 'b' }", "1:8: a value is needed here, strings in double quotes; found a single quote")]
    [TestCase("{ \"a\": tru }\n", "1:11: a value is needed here: a string in double quotes, a number, true, false or null")]
    [TestCase("{ \"a\": \"C:\\dir\" }", "1:12: no escape of JSON: a backslash in a string is written \"\\\\\", a line break \"\\n\"; found \"d\" behind the backslash")]
    [TestCase("{ \"a\": \"b\n\" }", "1:10: a string ends on its line, with a double quote; a line break in it is written \"\\n\"")]
    [TestCase("{ \"a\": \"b", "1:10: the string has no end: a double quote is missing")]
    [TestCase("{ \"a\": 01 }", "1:9: no number of JSON: it may not begin with 0")]
    [TestCase("{ \"a\": 1. }", "1:10: no number of JSON: as in 1, -1 or 0.5")]
    [TestCase("{ \"a\": -x }", "1:9: no number of JSON: as in 1, -1 or 0.5")]
    [TestCase("{ \"a\": 1 /* ", "1:10: the comment has no end: \"*/\" is missing")]
    [TestCase("{ \"a\": [\n1, 2\n", "3:1: the file ends here, but the \"[\" at f:1:8 is not closed")]
    [TestCase("{ \"a\": {}\n", "2:1: the file ends here, but the \"{\" at f:1:1 is not closed")]
    [TestCase("{ \"a\":", "1:7: the file ends here, but the \"{\" at f:1:1 is not closed")]
    public void What_is_no_JSON_is_told_in_plain_words(string text, string error) =>
        Assert.That(ConfigurationSamples.Errors(text), Is.EqualTo(new[] { error }));

    [Test]
    public void Nesting_has_a_bound() =>
        Assert.That(ConfigurationSamples.Errors(new string('[', 100)), Is.EqualTo(new[] { "1:65: nested more than 64 deep" }));
}
