using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Host.Configuration;

/// <summary>The keys of what routes do: where they go, and how mistakes in them are told.</summary>
public class ActionSectionTests
{
    private const string EveryAction = """
        {
          "listeners": { "web": { "address": "127.0.0.1:8080" } },
          "upstreams": { "site": { "endpoints": [ "127.0.0.1:9001" ] } },
          "requestHeaders": { "remove": [ "X-Internal-*" ], "set": { "X-Client": "{client.address}" }, "append": { "X-Tags": "a" }, "add": { "X-More": "b" } },
          "responseHeaders": { "set": { "X-Status": "{status}" } },
          "errorPages": { "404": "<p>{status}</p>", "5xx": { "body": "{}", "contentType": "application/json", "replacesOrigin": true } },
          "routes": [
            { "upstream": "site", "rewrite": { "stripPrefix": "/a", "addPrefix": "/b", "host": "internal" },
              "requestHeaders": { "remove": [ "Cookie" ] }, "responseHeaders": { "add": { "Set-Cookie": "a={host}" } }, "errorPages": { "502": "sorry" } },
            { "path": "/old/*", "redirect": { "to": "/new/{rest}", "status": 308, "keepQuery": false } },
            { "path": "/ping", "respond": { "status": 203, "headers": { "X-A": "1" }, "body": "pong é", "contentType": "text/x" } },
            { "path": "/f/*", "upstream": "site", "rewrite": { "path": "/{rest}" } },
          ],
        }
        """;

    [Test]
    public void Every_key_reaches_its_option()
    {
        var options = ConfigurationSamples.Valid(EveryAction);
        Assert.Multiple(() =>
        {
            Assert.That(options.RequestHeaders.Remove, Is.EqualTo(new[] { "X-Internal-*" }));
            Assert.That(options.RequestHeaders.Set, Is.EqualTo(new HeaderValueOptions[] { new("X-Client", "{client.address}") }));
            Assert.That(options.RequestHeaders.Append, Is.EqualTo(new HeaderValueOptions[] { new("X-Tags", "a") }));
            Assert.That(options.RequestHeaders.Add, Is.EqualTo(new HeaderValueOptions[] { new("X-More", "b") }));
            Assert.That(options.ResponseHeaders.Set, Is.EqualTo(new HeaderValueOptions[] { new("X-Status", "{status}") }));
            Assert.That(
                options.ErrorPages.Select(page => (page.Status, Text(page.Body), page.ContentType, page.ReplacesOrigin)),
                Is.EqualTo(new[] { ("404", "<p>{status}</p>", (string?)null, false), ("5xx", "{}", "application/json", true) }));
            var route = options.Routes[0];
            Assert.That(route.Rewrite, Is.EqualTo(new RewriteOptions { StripPrefix = "/a", AddPrefix = "/b", Host = "internal" }));
            Assert.That(route.RequestHeaders.Remove, Is.EqualTo(new[] { "Cookie" }));
            Assert.That(route.ResponseHeaders.Add, Is.EqualTo(new HeaderValueOptions[] { new("Set-Cookie", "a={host}") }));
            Assert.That(Text(route.ErrorPages.Single().Body), Is.EqualTo("sorry"));
            Assert.That(options.Routes[1].Redirect, Is.EqualTo(new RedirectOptions { To = "/new/{rest}", Status = 308, KeepQuery = false }));
            var respond = options.Routes[2].Respond!;
            Assert.That((respond.Status, Text(respond.Body), respond.ContentType), Is.EqualTo((203, "pong é", "text/x")));
            Assert.That(respond.Headers, Is.EqualTo(new HeaderValueOptions[] { new("X-A", "1") }));
            Assert.That(options.Routes[3].Rewrite, Is.EqualTo(new RewriteOptions { Path = "/{rest}" }));
        });
    }

    [TestCase("\"redirect\": { \"too\": \"/\" }", "redirect.too: unknown key \"too\"; did you mean \"to\"?")]
    [TestCase("\"redirect\": {}", "redirect.to: this key is required")]
    [TestCase("\"redirect\": { \"to\": \"/\", \"status\": \"308\" }", "redirect.status: a whole number is needed, found the string \"308\"")]
    [TestCase("\"redirect\": { \"to\": \"/\", \"status\": 300 }", "redirect.status: 300 is no redirection: 301, 302, 303, 307 and 308 are allowed")]
    [TestCase("\"redirect\": { \"to\": \"/{hots}\" }", "redirect.to: no variable is named \"hots\"; did you mean \"host\"? (a literal brace is written \"{{\")")]
    [TestCase("\"redirect\": \"/\"", "redirect: an object { … } is needed, found the string \"/\"")]
    [TestCase("\"respond\": { \"staus\": 200 }", "respond.staus: unknown key \"staus\"; did you mean \"status\"?")]
    [TestCase("\"respond\": { \"status\": 100 }", "respond.status: 100 is out of range: 200 to 599 is allowed")]
    [TestCase("\"respond\": { \"contentType\": \"html\" }", "respond.contentType: \"html\" is no media type, as \"text/html; charset=utf-8\" is one")]
    [TestCase("\"respond\": { \"headers\": { \"X A\": \"1\" } }", "respond.headers.X A: \"X A\" is no name of a header")]
    [TestCase("\"respond\": { \"headers\": { \"X-A\": 1 } }", "respond.headers.X-A: a string is needed, found 1")]
    [TestCase("\"respond\": { \"headers\": [ \"X-A\" ] }", "respond.headers: an object { \"Name\": \"value\" } is needed, found an array")]
    [TestCase("\"respond\": {}, \"upstream\": \"site\"", "respond: excludes \"upstream\": a route has one answer")]
    [TestCase("\"respond\": {}, \"redirect\": { \"to\": \"/\" }", "respond: excludes \"redirect\": a route has one answer")]
    [TestCase("\"respond\": {}, \"rewrite\": { \"host\": \"a\" }", "rewrite: only a request that goes to an upstream is rewritten")]
    [TestCase("\"upstream\": \"site\", \"rewrite\": { \"stripPrfix\": \"/a\" }", "rewrite.stripPrfix: unknown key \"stripPrfix\"; did you mean \"stripPrefix\"?")]
    [TestCase("\"upstream\": \"site\", \"rewrite\": { \"stripPrefix\": \"a\" }", "rewrite.stripPrefix: \"a\": a prefix begins with \"/\" and has a name behind it, as in \"/v1\"")]
    [TestCase("\"upstream\": \"site\", \"rewrite\": { \"path\": \"/a\", \"addPrefix\": \"/b\" }", "rewrite.path: excludes \"stripPrefix\" and \"addPrefix\": it is the whole path")]
    [TestCase("\"upstream\": \"site\", \"requestHeaders\": { \"sett\": {} }", "requestHeaders.sett: unknown key \"sett\"; did you mean \"set\"?")]
    [TestCase("\"upstream\": \"site\", \"requestHeaders\": { \"remove\": \"A\" }", "requestHeaders.remove: an array [ … ] is needed, found the string \"A\"")]
    [TestCase("\"upstream\": \"site\", \"requestHeaders\": { \"remove\": [ \"A\", \"Host\" ] }", "requestHeaders.remove[1]: Host is changed by \"rewrite\": { \"host\": … }")]
    [TestCase("\"upstream\": \"site\", \"requestHeaders\": { \"set\": { \"A\": \"1\", \"A\": \"2\" } }", "requestHeaders.set.A: the key \"A\" is given twice, first at f:2:66")]
    [TestCase("\"upstream\": \"site\", \"errorPages\": { \"40\": \"\" }", "errorPages.40: \"40\" is no status of an error: 400 to 599, \"4xx\" and \"5xx\" are allowed")]
    [TestCase("\"upstream\": \"site\", \"errorPages\": { \"404\": { \"bodi\": \"\" } }", "errorPages.404.bodi: unknown key \"bodi\"; did you mean \"body\"?")]
    [TestCase("\"upstream\": \"site\", \"errorPages\": [ \"404\" ]", "errorPages: an object { \"404\": \"a page\" } is needed, found an array")]
    public void Mistakes_are_told_with_their_place(string keys, string error) =>
        Assert.That(Errors($"{{ {keys} }}"), Is.EqualTo(new[] { $"routes[0].{error}" }));

    [Test]
    public void Mistakes_in_what_holds_everywhere_are_told_too() => Assert.That(
        ConfigurationSamples.Errors(ConfigurationSamples.With("""
            "requestHeaders": { "set": { "Content_Length": "5" } }, "responseHeaders": { "set": { "X": "{rest}" } }, "errorPages": { "200": "" }
            """)).Select(error => error.Split(": ", 2)[1].Split(';')[0]),
        Is.EqualTo(new[]
        {
            "requestHeaders.set.Content_Length: \"Content_Length\" belongs to the connection and cannot be changed",
            "responseHeaders.set.X: no variable is named \"rest\"",
            "errorPages.200: \"200\" is no status of an error: 400 to 599, \"4xx\" and \"5xx\" are allowed",
        }));

    private static IEnumerable<string> Errors(string route) => ConfigurationSamples
        .Errors(ConfigurationSamples.Smallest.Replace("{ \"upstream\": \"site\" }", route, StringComparison.Ordinal))
        .Select(error => error.Split(": ", 2)[1]);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
