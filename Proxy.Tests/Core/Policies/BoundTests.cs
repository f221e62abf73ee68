using System.Buffers;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Answers;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Core.Policies;

/// <summary>Whatever is written fits into the room that was measured for it: random changes to hostile heads.</summary>
[TestFixture]
public sealed class BoundTests
{
    private const int Rounds = 2_000;

    private static readonly string[] Pieces =
    [
        "{host}", "{authority}", "{method}", "{scheme}", "{path}", "{query}", "{header.A}", "{header.B}", "{header.User-Agent}", "{cookie.c}", "{query.q}",
        "{id}", "{rest}", "{route}", "{status}", "{reason}", "{request.id}", "{client.address}", "{tls.version}", "{endpoint}", "{upstream}", "x", "/", "é \"",
        "{{", "?", "&a=", ", ", "",
    ];

    private static readonly string[] Names = ["A", "B", "a", "b_b", "User-Agent", "user_agent", "X-Real-IP", "X-Forwarded-Prefix", "Accept", "Vary"];

    [Test]
    public void Templates([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var isUri = random.Next(2) == 0;
            var text = (isUri ? new[] { "/", "https://", "{scheme}://{host}", "{path}" }[random.Next(4)] : "") + TextOf(random);
            var template = TemplateParser.Parse(text, new(["id", "rest"], HasResponse: true, IsUri: isUri));
            var exchange = ExchangeOf(random);
            var bytes = new byte[template.Measure(exchange)];
            var writer = new HeadWriter(bytes);
            template.Write(ref writer, exchange);
            var why = $"seed {seed}, round {round}, {text}";
            Assert.That(template.Bound(exchange), Is.AtLeast(writer.Written), why);
            Assert.That(writer.Written, isUri ? Is.AtMost(bytes.Length) : Is.EqualTo(bytes.Length), why);
            Assert.That(bytes.AsSpan(0, writer.Written).IndexOfAny("\r\n\0"u8), Is.Negative, why);
            Assert.That(!isUri || !bytes.AsSpan(0, writer.Written).ContainsAny(" \"#<>"u8), why);
        }
    }

    [Test]
    public void Policies_rewrites_and_redirections([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var exchange = ExchangeOf(random);
            var scope = new TemplateScope(["id", "rest"], HasResponse: true);
            var request = exchange.Request;
            var rewrite = new TargetRewrite(new RewriteOptions { Path = "/" + TextOf(random), Host = TextOf(random) }, scope);
            var redirection = new Redirection(new RedirectOptions { To = "/" + TextOf(random) + "#" + TextOf(random) }, scope);
            var policy = HeaderPolicy.Compile(PolicyOf(random, isOfRoute: false), PolicyOf(random, isOfRoute: true), scope);
            var filter = new FieldFilter(KnownHeaderSet.Of(KnownHeader.XRealIp, KnownHeader.XForwardedOther));
            var line = new HeadWriter(new byte[HeadWriter.UpperBound(request) + rewrite.Measure(exchange)]);
            var fields = new HeadWriter(new byte[request.Length + (policy?.Measure(exchange) ?? 0)]);
            var location = new HeadWriter(new byte[redirection.Measure(exchange)]);
            try
            {
                rewrite.WriteRequestLine(ref line, exchange);
                rewrite.Host!.Write(ref line, exchange);
                redirection.WriteFields(ref location, exchange, null);
                fields.WriteFields(request, policy?.Extend(filter) ?? filter);
                policy?.Write(ref fields, request, filter, exchange);
            }
            catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException)
            {
                Assert.Fail($"seed {seed}, round {round}: {exception.Message}");
            }
        }
    }

    // A line that came without the space behind its colon is written with one.
    [TestCase("Set-Cookie:a")]
    [TestCase("Set-Cookie:a;Path=/app")]
    [TestCase("Location:/a")]
    [TestCase("Refresh:0;url=/a")]
    public void Rewritten_responses(string line)
    {
        var route = new RouteOptions
        {
            Rewrite = new() { StripPrefix = "/v1" },
            RewriteResponse = new() { Location = LocationRewrite.Host, CookiePaths = new Dictionary<string, string> { ["/app"] = "/much/longer" } },
        };
        foreach (var lines in new[] { 1, 10, 1000 })
        {
            var exchange = Answered($"302 Found\r\n{Repeat(line, lines)}", route);
            Assert.That(() => ResponseHeaders.Write(new ExactWriter(), exchange.Response, chunked: true, "keep-alive"u8, Date, exchange: exchange), Throws.Nothing, $"{lines} lines");
        }
    }

    [TestCase(1)]
    [TestCase(1000)]
    public void Methods_that_an_origin_allows(int lines)
    {
        var exchange = Answered($"405 Method Not Allowed\r\n{Repeat("Allow:", lines)}", new());
        Assert.That(() => AnswerHead.Write(new ExactWriter(), exchange, PlainAnswer.Instance, null, "keep-alive"u8, Date), Throws.Nothing);
    }

    private static ReadOnlySpan<byte> Date => "Thu, 01 Jan 1970 00:00:00 GMT"u8;

    private static string Repeat(string line, int count) => string.Concat(Enumerable.Repeat(line + "\r\n", count));

    private static Exchange Answered(string response, RouteOptions route)
    {
        var exchange = PolicyExchange.Of("GET / HTTP/1.1\r\nHost: a", route);
        var bytes = Encoding.Latin1.GetBytes($"HTTP/1.1 {response}\r\n");
        var status = new ResponseParser(new() { MaxFields = 1000 }).Parse(new ReadOnlySequence<byte>(bytes), KnownMethod.Get, exchange.Response);
        Assert.That(status, Is.EqualTo(ParseStatus.Complete));
        exchange.Status = exchange.Response.Status;
        return exchange;
    }

    private static HeaderPolicyOptions PolicyOf(Random random, bool isOfRoute)
    {
        return new() { Remove = [.. Values().Select(value => value.Name)], Set = Values(), Append = Values(), Add = Values() };

        HeaderValueOptions[] Values() =>
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => new HeaderValueOptions(Names[random.Next(Names.Length)], isOfRoute ? TextOf(random) : "{path}" + Pieces[random.Next(11)]))];
    }

    private static string TextOf(Random random) => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static Exchange ExchangeOf(Random random)
    {
        var head = new StringBuilder($"GET /u/{Target(8)}/{Target(40)}?q={Target(20)}&{Target(5)} HTTP/1.1\r\nHost: a\r\n");
        for (var i = random.Next(6); i > 0; i--)
        {
            head.Append(Names[random.Next(Names.Length)]).Append(random.Next(2) == 0 ? ":" : ": ").Append(Value(random.Next(3) * 20)).Append("\r\n");
        }

        head.Append($"Cookie: c={Value(10)}\r\n\r\n");
        var routes = new RouteTable(new() { Routes = [new() { Name = "a route", Path = "/u/{id}/*" }] }, []);
        Assert.That(PolicyExchange.TryMake(Encoding.Latin1.GetBytes(head.ToString()), routes, out var exchange), head.ToString());
        exchange.Status = 100 + random.Next(500);
        return exchange;

        string Target(int length) => "x" + string.Concat(Enumerable.Range(0, random.Next(length)).Select(_ => "ab\"<>|^`{}[]@;,+~%20%C3"[random.Next(15)]));

        string Value(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "ab\"#\\ \t\u00e9/?&=%"[random.Next(13)])).Trim();
    }
}
