using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class FieldSectionTests
{
    private const string Line = "GET / HTTP/1.1\r\n";
    private const int Start = 16;

    [Test]
    public void Trims_whitespace_around_values_and_keeps_what_is_inside()
    {
        RequestHead head = Feeding.ParseRequest(Line + "Host:a\r\nA:\r\nB: \t \r\nC:\t x \t y\t \r\nD: \x80\xFF\"\r\n\r\n");
        string[] values = [.. Enumerable.Range(0, head.Fields.Count).Select(i => Feeding.Text(head.ValueOf(i)))];
        Assert.That(values, Is.EqualTo(new[] { "a", "", "", "x \t y", "\x80\xFF\"" }));
        Feeding.Request(Feeding.Text(head.Bytes));
    }

    [TestCase("Host : a\r\n", ParseErrorCode.WhitespaceBeforeColon, 4)]
    [TestCase("Host\t: a\r\n", ParseErrorCode.WhitespaceBeforeColon, 4)]
    [TestCase(" Host: a\r\n", ParseErrorCode.ObsoleteFolding, 0)]
    [TestCase("Host: a\r\n b\r\n", ParseErrorCode.ObsoleteFolding, 9)]
    [TestCase("Host: a\r\n\tb\r\n", ParseErrorCode.ObsoleteFolding, 9)]
    [TestCase(": a\r\n", ParseErrorCode.FieldNameInvalid, 0)]
    [TestCase(": as long as a short name\r\n", ParseErrorCode.FieldNameInvalid, 0)]
    [TestCase("Host\r\n", ParseErrorCode.FieldNameInvalid, 4)]
    [TestCase("H(st: a\r\n", ParseErrorCode.FieldNameInvalid, 1)]
    [TestCase("H\x80st: a\r\n", ParseErrorCode.FieldNameInvalid, 1)]
    [TestCase("H\0st: a\r\n", ParseErrorCode.FieldNameInvalid, 1)]
    [TestCase("Host: a\n", ParseErrorCode.BareLineFeed, 7)]
    [TestCase("Host\n", ParseErrorCode.BareLineFeed, 4)]
    [TestCase("Host: a\r\n\n", ParseErrorCode.BareLineFeed, 9)]
    [TestCase("Host: a\rb\r\n", ParseErrorCode.BareCarriageReturn, 7)]
    [TestCase("Host: a\r\r\n", ParseErrorCode.BareCarriageReturn, 7)]
    [TestCase("Host: a\r\n\rX", ParseErrorCode.BareCarriageReturn, 9)]
    [TestCase("Host: a\0\r\n", ParseErrorCode.FieldValueInvalid, 7)]
    [TestCase("Host: a\x7F\r\n", ParseErrorCode.FieldValueInvalid, 7)]
    [TestCase("Host: a\x0B\r\n", ParseErrorCode.FieldValueInvalid, 7)]
    [TestCase("Host: a\x1F\r\n", ParseErrorCode.FieldValueInvalid, 7)]
    public void Refuses(string fields, ParseErrorCode code, int offset) =>
        Assert.That(Feeding.RequestError(Line + fields), Is.EqualTo(new ParseError(code, Start + offset)));

    [Test]
    public void Every_control_byte_in_a_value_is_refused_and_every_other_byte_is_not()
    {
        for (int b = 0; b < 256; b++)
        {
            string outcome = Feeding.Request(Line + $"Host: a\r\nX: 1{(char)b}2\r\n\r\n");
            bool isControl = (b < 32 && b != '\t') || b == 127;
            Assert.That(outcome.StartsWith("Get", StringComparison.Ordinal), Is.Not.EqualTo(isControl), $"byte {b}");
        }
    }

    [Test]
    public void Only_token_bytes_make_a_name()
    {
        const string Special = "!#$%&'*+-.^_`|~";
        for (int b = 0; b < 256; b++)
        {
            string outcome = Feeding.Request(Line + $"Host: a\r\nX{(char)b}Y: 1\r\n\r\n");
            bool isToken = b < 128 && (char.IsAsciiLetterOrDigit((char)b) || Special.Contains((char)b, StringComparison.Ordinal));
            Assert.That(outcome.StartsWith("Get", StringComparison.Ordinal), Is.EqualTo(isToken || b == ':'), $"byte {b}");
        }
    }

    [Test]
    public void The_section_is_bounded_to_the_byte()
    {
        ParserLimits limits = ParserLimits.Default with { MaxFieldSectionBytes = 64 };
        string fits = $"Host: a\r\nX: {new string('x', 48)}\r\n\r\n";
        Assert.That(fits, Has.Length.EqualTo(64));
        Assert.That(Feeding.Request(Line + fits, limits), Does.StartWith("Get"));
        ParseError expected = new(ParseErrorCode.FieldSectionTooLarge, Start + 64);
        Assert.That(Feeding.RequestError(Line + "X" + fits, limits), Is.EqualTo(expected));
        Assert.That(Feeding.RequestError(Line + new string('X', 65), limits), Is.EqualTo(expected));
    }

    [Test]
    public void Lines_are_bounded()
    {
        string[] lines = [.. Enumerable.Range(0, 100).Select(i => i == 0 ? "Host: a\r\n" : $"X-{i}: {i}\r\n")];
        Assert.That(Feeding.Request(Line + string.Concat(lines) + "\r\n"), Does.StartWith("Get"));
        string whole = string.Concat(lines);
        ParseError expected = new(ParseErrorCode.TooManyFields, Start + whole.Length);
        Assert.That(Feeding.RequestError(Line + whole + "X: 1\r\n\r\n"), Is.EqualTo(expected));
    }

    [TestCase("", ParseErrorCode.HostMissing, 0)]
    [TestCase("Host: a\r\nHost: a\r\n", ParseErrorCode.HostRepeated, 9)]
    [TestCase("Host:\r\n", ParseErrorCode.HostInvalid, 5)]
    [TestCase("Host: a b\r\n", ParseErrorCode.HostInvalid, 7)]
    [TestCase("Host: a,b\r\n", ParseErrorCode.HostInvalid, 7)]
    [TestCase("Host: u@a\r\n", ParseErrorCode.HostInvalid, 7)]
    [TestCase("Host: a/b\r\n", ParseErrorCode.HostInvalid, 7)]
    [TestCase("Host: a:1:2\r\n", ParseErrorCode.HostInvalid, 9)]
    [TestCase("Host: [::1\r\n", ParseErrorCode.HostInvalid, 6)]
    public void Host_must_be_one_and_valid(string fields, ParseErrorCode code, int offset) =>
        Assert.That(Feeding.RequestError(Line + fields + "\r\n"), Is.EqualTo(new ParseError(code, Start + offset)));

    [Test]
    public void Host_is_checked_even_beside_absolute_form()
    {
        Assert.That(Feeding.RequestError("GET http://b/ HTTP/1.1\r\n\r\n").Code, Is.EqualTo(ParseErrorCode.HostMissing));
        Assert.That(Feeding.RequestError("GET http://b/ HTTP/1.1\r\nHost: @\r\n\r\n").Code, Is.EqualTo(ParseErrorCode.HostInvalid));
        Assert.That(Feeding.RequestError("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n").Code, Is.EqualTo(ParseErrorCode.HostRepeated));
    }
}
