using NUnit.Framework;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class AcceptedCodingsTests
{
    [TestCase("TE: trailers\r\n", true)]
    [TestCase("te: Trailers\r\n", true)]
    [TestCase("TE: gzip;q=0.5 ,\ttrailers\r\n", true)]
    [TestCase("TE: trailers, deflate;q=0.5\r\n", true)]
    [TestCase("TE: , ,trailers\r\n", true)]
    [TestCase("TE: gzip\r\nX: y\r\nTE: trailers\r\n", true)]
    [TestCase("TE: foo;a=\"x,y\\\"\", trailers\r\n", true)]
    [TestCase("", false)]
    [TestCase("TE:\r\n", false)]
    [TestCase("TE: ,\r\n", false)]
    [TestCase("TE: gzip\r\n", false)]
    [TestCase("TE: trailer\r\n", false)]
    [TestCase("TE: xtrailers\r\n", false)]
    [TestCase("TE: trailers;q=0\r\n", false)]
    [TestCase("TE: trailers;q=1\r\n", false)]
    [TestCase("TE: trailers gzip\r\n", false)]
    [TestCase("TE: \"trailers\"\r\n", false)]
    [TestCase("TE: foo;a=\"x, trailers, y\"\r\n", false)]
    [TestCase("TE: foo;a=\"\\\", trailers, y\"\r\n", false)]
    [TestCase("TE: foo;a=\"x, trailers\r\n", false)]
    [TestCase("TE: foo;a=\"x\\\r\n", false)]
    [TestCase("Trailer: trailers\r\n", false)]
    public void Tell_whether_the_client_takes_trailers(string fields, bool expected) =>
        Assert.That(Feeding.ParseRequest($"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n").AcceptsTrailers, Is.EqualTo(expected));

    [Test]
    public void Mean_nothing_in_1_0() =>
        Assert.That(Feeding.ParseRequest("GET / HTTP/1.0\r\nTE: trailers\r\n\r\n").AcceptsTrailers, Is.False);
}
