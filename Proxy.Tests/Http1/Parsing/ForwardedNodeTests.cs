using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class ForwardedNodeTests
{
    [TestCase("192.0.2.1", "192.0.2.1")]
    [TestCase("192.0.2.1:80", "192.0.2.1")]
    [TestCase("192.0.2.1:_port", "192.0.2.1")]
    [TestCase("[2001:db8::1]", "2001:db8::1")]
    [TestCase("[2001:db8::1]:65535", "2001:db8::1")]
    [TestCase("[::ffff:10.0.0.1]:1", "10.0.0.1")]
    public void Addresses_stand_with_or_without_a_port(string text, string expected)
    {
        IPNumber address = Feeding.Address(expected);
        Assert.That(Parse(text), Is.EqualTo(new ForwardedNode(NodeKind.Address, address)));
        Assert.That(Parse(text, allowsBare: true), Is.EqualTo(new ForwardedNode(NodeKind.Address, address)));
    }

    [TestCase("unknown")]
    [TestCase("Unknown:80")]
    [TestCase("_hidden")]
    [TestCase("_a.b-c_1:_p")]
    [TestCase("[::]")]
    public void Some_keep_their_names_to_themselves(string text) => Assert.That(Parse(text).Kind, Is.EqualTo(NodeKind.Unnamed));

    [TestCase("")]
    [TestCase("_")]
    [TestCase("_a b")]
    [TestCase("host.example")]
    [TestCase("192.0.2.1:")]
    [TestCase("192.0.2.1:65536")]
    [TestCase("192.0.2.1:000080")]
    [TestCase("192.0.2.1:80:80")]
    [TestCase("192.0.2.1:8a")]
    [TestCase("192.0.2")]
    [TestCase(":80")]
    [TestCase("[192.0.2.1]")]
    [TestCase("[2001:db8::1")]
    [TestCase("[2001:db8::1]80")]
    [TestCase("[2001:db8::1%1]")]
    [TestCase("[]")]
    [TestCase("unknown1")]
    public void Anything_else_is_invalid(string text)
    {
        Assert.That(Parse(text).Kind, Is.EqualTo(NodeKind.Invalid));
        Assert.That(Parse(text, allowsBare: true).Kind, Is.EqualTo(NodeKind.Invalid));
    }

    [TestCase("2001:db8::1", NodeKind.Address)]
    [TestCase("2001:db8::1:80", NodeKind.Address)]
    [TestCase("2001:db8::1:65535", NodeKind.Invalid)]
    [TestCase("::", NodeKind.Unnamed)]
    public void Addresses_without_brackets_are_taken_where_they_are_usual(string text, NodeKind kind)
    {
        Assert.That(Parse(text, allowsBare: true).Kind, Is.EqualTo(kind));
        Assert.That(Parse(text).Kind, Is.EqualTo(NodeKind.Invalid));
    }

    private static ForwardedNode Parse(string text, bool allowsBare = false) => ForwardedNode.Parse(Feeding.Bytes(text), allowsBare);
}
