using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Core.Policies;

[TestFixture]
public sealed class HeaderPolicyTests
{
    private const string Head = "GET / HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nx_one: evil\r\nX-Two:2\r\nx-one:\r\nX-ONE: 3";

    private static readonly HeaderPolicyOptions Nothing = new();

    [Test]
    public void Nothing_changed_is_no_policy() => Assert.That(HeaderPolicy.Compile(Nothing, Nothing, TemplateScope.Global), Is.Null);

    [Test]
    public void Kinds_of_changes()
    {
        Assert.That(Write(new() { Remove = ["X-One"] }), Is.EqualTo("X-Two:2|"));
        Assert.That(Write(new() { Remove = ["x-*"] }), Is.Empty);
        Assert.That(Write(new() { Set = [new("X-One", "n")] }), Is.EqualTo("X-Two:2|X-One: n|"));
        Assert.That(Write(new() { Append = [new("x-one", "n")] }), Is.EqualTo("X-Two:2|x-one: 1, 3, n|"));
        Assert.That(Write(new() { Append = [new("X-Three", "n")] }), Is.EqualTo("X-One: 1|x_one: evil|X-Two:2|x-one:|X-ONE: 3|X-Three: n|"));
        Assert.That(Write(new() { Add = [new("X-Two", "n")] }), Is.EqualTo("X-One: 1|x_one: evil|X-Two:2|x-one:|X-ONE: 3|X-Two: n|"));
    }

    [TestCase("{header.X-None}")]
    [TestCase("")]
    public void Empty_values_are_not_written(string value)
    {
        Assert.That(Write(new() { Remove = ["X-*"], Set = [new("A", value)], Append = [new("B", value)], Add = [new("C", value)] }), Is.Empty);
        Assert.That(Write(new() { Append = [new("X-Two", value)] }), Does.EndWith("|X-Two: 2|"));
        Assert.That(Write(new() { Remove = ["X-*"], Set = [new("A", value)] }, new() { Append = [new("A", "b"), new("A", value), new("A", "c")] }), Is.EqualTo("A: b, c|"));
    }

    [TestCase("User_Agent")]
    [TestCase("user-agent")]
    public void Either_spelling_of_a_known_name_takes_both_off(string name)
    {
        var exchange = PolicyExchange.Of("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\nUser_Agent: y\r\nX-Two: 2");
        var policy = HeaderPolicy.Compile(new() { Remove = [name] }, Nothing, TemplateScope.Global)!;
        var writer = new HeadWriter(new byte[256]);
        writer.WriteFields(exchange.Request, policy.Extend(new FieldFilter(KnownHeaderSet.Of(KnownHeader.Host))));
        Assert.That(writer.Written, Is.EqualTo("X-Two: 2\r\n".Length));
    }

    [Test]
    public void Layers_are_made_one_over_the_other()
    {
        HeaderPolicyOptions everywhere = new() { Set = [new("A", "1")], Append = [new("X-Two", "e")], Add = [new("X-Three", "e")] };
        Assert.That(Write(everywhere, new() { Remove = ["x-*", "a"] }), Is.Empty);
        Assert.That(Write(everywhere, new() { Remove = ["x-one"], Set = [new("a", "2")] }), Is.EqualTo("X-Two: 2, e|X-Three: e|a: 2|"));
        Assert.That(Write(everywhere, new() { Remove = ["X-One"], Append = [new("A", "2"), new("X-Two", "r"), new("X-Three", "r")] }), Is.EqualTo("A: 1, 2|X-Two: 2, e, r|X-Three: e, r|"));
        Assert.That(Write(new() { Remove = ["X-*"] }, new() { Append = [new("X-One", "r")] }), Is.EqualTo("X-One: r|"));
        Assert.That(Write(new() { Add = [new("X-One", "e")] }, new() { Remove = ["X-Two"], Append = [new("X-One", "r")] }), Is.EqualTo("X-One: 1, 3, e, r|"));
    }

    [Test]
    public void What_holds_everywhere_names_no_capture_of_a_route()
    {
        HeaderPolicyOptions policy = new() { Set = [new("A", "{host}")] };
        var exchange = PolicyExchange.Of("GET /captured HTTP/1.1\r\nHost: real", new RouteOptions { Path = "/{host}" });
        var scope = new TemplateScope(["host"]);
        Assert.That(Write(HeaderPolicy.Compile(policy, Nothing, scope)!, exchange.Request, exchange), Is.EqualTo("A: real|"));
        Assert.That(Write(HeaderPolicy.Compile(Nothing, policy, scope)!, exchange.Request, exchange), Is.EqualTo("A: captured|"));
    }

    [Test]
    public void Filter_has_the_last_word_on_what_is_there()
    {
        var exchange = PolicyExchange.Of("GET / HTTP/1.1\r\nHost: a\r\nX-Real-IP: evil\r\nConnection: X-One\r\nX-One: evil\r\nX_Two: 1");
        var policy = HeaderPolicy.Compile(new() { Append = [new("X-Real-IP", "a"), new("X-One", "b"), new("X_Two", "c")] }, Nothing, TemplateScope.Global)!;
        FieldFilter filter = new(KnownHeaderSet.Of(KnownHeader.XRealIp, KnownHeader.Connection, KnownHeader.Host), Underscores: true);
        Assert.That(Write(policy, exchange.Request, exchange, filter), Is.EqualTo("X-Real-IP: a|X-One: b|X_Two: c|"));
    }

    [Test]
    public void Answers_of_our_own_have_what_is_appended_and_what_needs_no_request()
    {
        var exchange = PolicyExchange.Of("GET / HTTP/1.1\r\nHost: a");
        HeaderPolicyOptions options = new() { Append = [new("Vary", "A"), new("X-Empty", "")], Add = [new("X-Host", "{host}"), new("X-Plain", "p")] };
        var policy = HeaderPolicy.Compile(options, Nothing, TemplateScope.Global)!;
        Assert.That(Write(policy, null, exchange), Is.EqualTo("Vary: A|X-Host: a|X-Plain: p|"));
        var bytes = new byte[policy.LiteralBytes];
        var writer = new HeadWriter(bytes);
        policy.WriteLiterals(ref writer, exchange);
        Assert.That(Text(bytes, writer.Written), Is.EqualTo("Vary: A|X-Plain: p|"));
    }

    private static string Write(HeaderPolicyOptions everywhere, HeaderPolicyOptions? route = null)
    {
        var exchange = PolicyExchange.Of(Head);
        var policy = HeaderPolicy.Compile(everywhere, route ?? Nothing, TemplateScope.Global)!;
        return Write(policy, exchange.Request, exchange, new(KnownHeaderSet.Of(KnownHeader.Host)));
    }

    // Into no more room than was asked for.
    private static string Write(HeaderPolicy policy, RequestHead? head, Proxy.Core.Pipeline.Exchange exchange, FieldFilter? filter = null)
    {
        var fields = filter ?? new FieldFilter(KnownHeaderSet.Of(KnownHeader.Host));
        var bytes = new byte[(head?.Length ?? 0) + policy.Measure(exchange)];
        var writer = new HeadWriter(bytes);
        if (head is not null)
        {
            writer.WriteFields(head, policy.Extend(fields));
        }

        policy.Write(ref writer, head, fields, exchange);
        return Text(bytes, writer.Written);
    }

    private static string Text(byte[] bytes, int length) => Encoding.Latin1.GetString(bytes, 0, length).Replace("\r\n", "|", StringComparison.Ordinal);
}
