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
}
