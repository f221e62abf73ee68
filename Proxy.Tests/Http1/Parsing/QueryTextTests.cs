using System.Text;
using NUnit.Framework;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class QueryTextTests
{
    [TestCase("", "", true)]
    [TestCase("a+b", "a b", true)]
    [TestCase("a%20b", "a b", true)]
    [TestCase("%C3%a4", "\u00c3\u00a4", true)]
    [TestCase("100%", "100%", true)]
    [TestCase("%zz", "%zz", true)]
    [TestCase("%4", "%4", true)]
    [TestCase("ab", "a", false)]
    [TestCase("a", "ab", false)]
    [TestCase("A", "a", false)]
    [TestCase("%2B", " ", false)]
    public void Encoded_and_decoded(string encoded, string decoded, bool equal) =>
        Assert.That(QueryText.Equals(Encoding.Latin1.GetBytes(encoded), Encoding.Latin1.GetBytes(decoded)), Is.EqualTo(equal));

    [TestCase("a=1&b=2", "b", "2")]
    [TestCase("a=1&a=2", "a", "1")]
    [TestCase("%61=x+y%26&b", "a", "x+y%26")]
    [TestCase("a+b=1", "a b", "1")]
    [TestCase("a", "a", "")]
    [TestCase("aa=1", "a", "")]
    [TestCase("&&a=1=2", "a", "1=2")]
    [TestCase("", "a", "")]
    public void Parameters_are_found_by_their_decoded_name(string query, string name, string value) =>
        Assert.That(Encoding.Latin1.GetString(QueryText.Find(Encoding.Latin1.GetBytes(query), Encoding.Latin1.GetBytes(name))), Is.EqualTo(value));
}
