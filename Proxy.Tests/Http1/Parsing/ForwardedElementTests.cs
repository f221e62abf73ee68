using NUnit.Framework;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class ForwardedElementTests
{
    [TestCase("for=192.0.2.1", "192.0.2.1||")]
    [TestCase("For=\"[2001:db8::1]:4711\"", "[2001:db8::1]:4711||")]
    [TestCase("for=192.0.2.1;proto=https;by=203.0.113.43", "192.0.2.1|https|")]
    [TestCase("PROTO=http;host=\"a.example:80\";for=_x", "_x|http|a.example:80")]
    [TestCase("for=a; proto=https ;\thost=b", "a|https|b")]
    [TestCase(";;for=a;;", "a||")]
    [TestCase("", "||")]
    [TestCase("secret=\"a\\\"b;for=x\";for=a", "a||")]
    [TestCase("ext=\"\";for=a", "a||")]
    public void Parameters_are_found(string text, string expected)
    {
        Assert.That(ForwardedElement.TryParse(Feeding.Bytes(text), out ForwardedElement element), Is.True);
        Assert.That($"{Feeding.Text(element.For)}|{Feeding.Text(element.Proto)}|{Feeding.Text(element.Host)}", Is.EqualTo(expected));
    }

    [TestCase("for")]
    [TestCase("for=")]
    [TestCase("for=;proto=http")]
    [TestCase("=a")]
    [TestCase("for =a")]
    [TestCase("for= a")]
    [TestCase("for=a b")]
    [TestCase("for=\"a")]
    [TestCase("for=\"a\\")]
    [TestCase("for=\"a\"b")]
    [TestCase("for=\"\"")]
    [TestCase("for=\"a\\b\"")]
    [TestCase("for=[::1]")]
    [TestCase("for=1.2.3.4:80")]
    [TestCase("for=a;FOR=b")]
    [TestCase("proto=http;proto=https")]
    [TestCase("host=a;for=b;host=c")]
    [TestCase("a\"b")]
    public void What_breaks_the_grammar_or_says_a_thing_twice_is_none(string text)
    {
        Assert.That(ForwardedElement.TryParse(Feeding.Bytes(text), out ForwardedElement element), Is.False);
        Assert.That(element.For.IsEmpty && element.Proto.IsEmpty && element.Host.IsEmpty, Is.True);
    }
}
