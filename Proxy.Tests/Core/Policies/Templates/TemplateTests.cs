using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Core.Policies.Templates;

[TestFixture]
public sealed class TemplateTests
{
    private const string Head =
        "PUT //u/a%20b/../a%20b/x;y?q=1&r=a+b%26&empty HTTP/1.1\r\nHost: Shop.example.:81\r\nX-Name: first \t\r\nx-name: second\r\nCookie: a=1; bb=2; b=\"3\"\r\n"
        + "Cookie: c=4=5";

    [TestCase("", "")]
    [TestCase("a{{b}}c", "a{b}c")]
    [TestCase("{host} {authority}", "Shop.example Shop.example.:81")]
    [TestCase("{method}|{scheme}", "PUT|http")]
    [TestCase("{path}", "//u/a%20b/../a%20b/x;y")]
    [TestCase("{query}", "q=1&r=a+b%26&empty")]
    [TestCase("{target}", "//u/a%20b/../a%20b/x;y?q=1&r=a+b%26&empty")]
    [TestCase("{id}|{rest}", "a%20b|x;y")]
    [TestCase("{header.X-NAME}|{header.X-None}", "first|")]
    [TestCase("{cookie.a}{cookie.b}{cookie.c}{cookie.d}", "1\"3\"4=5")]
    [TestCase("{query.q}{query.r}{query.empty}{query.none}", "1a+b%26")]
    [TestCase("{route}{upstream}{endpoint}{tls.version}{tls.cipher}", "r1")]
    [TestCase("{status} {reason} {response.header.age}", "404 Not Found 7")]
    [TestCase("é", "Ã©", TestName = "Text goes as UTF-8")]
    public void Values(string text, string expected) => Assert.That(Write(text, isUri: false), Is.EqualTo(expected));

    [TestCase("/{path}", "//u/a%20b/x;y")]
    [TestCase("/a?{query}", "/a?q=1&r=a+b%26&empty")]
    [TestCase("/a/{query}", "/a/q=1&r=a+b%26&empty")]
    [TestCase("/{query.r}?{query.r}", "/a+b%26?a+b%26")]
    [TestCase("/{id}?{id}", "/a%20b?a%20b")]
    [TestCase("/{cookie.b}?{cookie.b}", "/%223%22?%223%22")]
    [TestCase("/{cookie.c}?x={cookie.c}", "/4=5?x=4%3D5")]
    [TestCase("https://{authority}{path}", "https://Shop.example.:81/u/a%20b/x;y")]
    [TestCase("https://{cookie.b}/{cookie.b}", "https://%223%22/%223%22")]
    [TestCase("/é \"?", "/%C3%A9%20%22?")]
    public void Values_in_a_uri(string text, string expected) => Assert.That(Write(text, isUri: true), Is.EqualTo(expected));

    [Test]
    public void Text_that_follows_text_is_one_part()
    {
        Assert.That(Parse("a{{b}}c{host}d{{", isUri: false).Parts.Select(part => part.Variable), Is.EqualTo(new[] { Variable.None, Variable.Host, Variable.None }));
        Assert.That(Parse("a{{b}}", isUri: false).IsLiteral);
        Assert.That(Parse("a{host}", isUri: false).IsLiteral, Is.False);
    }

    [TestCase("{path}", false, false)]
    [TestCase("/{path}", true, true)]
    [TestCase("{id}", false, true)]
    [TestCase("{host}", true, false)]
    public void Path_is_read_where_it_is_needed(string text, bool isUri, bool needed) => Assert.That(Parse(text, isUri).NeedsPath, Is.EqualTo(needed));

    [TestCase("<b>{status} {reason}</b> {x} {{status}}!", "<b>404 Not Found</b> {x} {404}!")]
    [TestCase("{status}", "404")]
    [TestCase("{statu", "{statu")]
    public void Page_leaves_its_own_braces(string body, string expected)
    {
        var template = TemplateParser.ParsePage(Encoding.UTF8.GetBytes(body));
        var exchange = Exchange();
        var written = new StringBuilder();
        for (var i = 0; i < template.Parts.Count; i++)
        {
            foreach (var memory in template.BytesOf(i, exchange))
            {
                written.Append(Encoding.UTF8.GetString(memory.Span));
            }
        }

        Assert.That(written.ToString(), Is.EqualTo(expected));
        Assert.That(template.Measure(exchange), Is.EqualTo(expected.Length), "the length is told before the body is written");
    }

    [TestCase("a#b", 1)]
    [TestCase("{query.#}#", 9)]
    [TestCase("{{#}}", 2)]
    [TestCase("{{{query.#}", -1)]
    [TestCase("{#", -1)]
    public void Names_of_variables_are_no_text(string text, int at) => Assert.That(TemplateParser.IndexInText(text, '#'), Is.EqualTo(at));

    private static string Write(string text, bool isUri)
    {
        var exchange = Exchange();
        var template = Parse(text, isUri);
        var bytes = new byte[template.Measure(exchange)];
        var writer = new HeadWriter(bytes);
        template.Write(ref writer, exchange);
        Assert.That(template.Bound(exchange), Is.AtLeast(writer.Written));
        return Encoding.Latin1.GetString(bytes, 0, writer.Written);
    }

    private static Template Parse(string text, bool isUri) => TemplateParser.Parse(text, new(["id", "rest"], HasResponse: true, IsUri: isUri));

    private static Exchange Exchange() => PolicyExchange.Of(
        Head, new RouteOptions { Name = "r1", Path = "/u/{id}/*" }, "HTTP/1.1 404 Nothing\r\nAge: 7\r\nAge: 8\r\nContent-Length: 0");
}
