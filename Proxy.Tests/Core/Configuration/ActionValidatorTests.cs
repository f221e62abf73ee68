using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

[TestFixture]
public sealed class ActionValidatorTests
{
    [TestCase("/new/{rest}")]
    [TestCase("//cdn.example/{path}")]
    [TestCase("{path}/")]
    [TestCase("https://{host}{path}#{query.a#b}")]
    [TestCase("{scheme}://{authority}/{rest}?{query}#top")]
    [TestCase("app+x://{host}/{header.X?Y}")]
    [TestCase("/login?next={target}")]
    [TestCase("/a{{b}}")]
    public void Redirection_leads_where_the_operator_says(string to) => Assert.That(ErrorsOf(new RedirectOptions { To = to }), Is.Empty);

    [TestCase("", "a target is needed, as in \"/new/{rest}\" or \"https://example.org/\"")]
    [TestCase("{query.next}", "\"{query.next}\": a target begins with \"/\", \"https://\", \"{scheme}://\" or \"{path}\", so that no client says where it leads")]
    [TestCase("{rest}", "\"{rest}\": a target begins with \"/\", \"https://\", \"{scheme}://\" or \"{path}\", so that no client says where it leads")]
    [TestCase("new", "\"new\": a target begins with \"/\", \"https://\", \"{scheme}://\" or \"{path}\", so that no client says where it leads")]
    [TestCase("{{path}}", "\"{{path}}\": a target begins with \"/\", \"https://\", \"{scheme}://\" or \"{path}\", so that no client says where it leads")]
    [TestCase("javascript:alert(1)", "\"javascript:alert(1)\": a target begins with \"/\", \"https://\", \"{scheme}://\" or \"{path}\", so that no client says where it leads")]
    [TestCase("https://example.org{rest}", "\"https://example.org{rest}\": a \"/\" is missing before {rest}, which would go on with the host's name")]
    [TestCase("https://new.example{target}", "\"https://new.example{target}\": {target} has a query of its own, and may have a host; write {path}, the query goes along")]
    [TestCase("/{resd}", "no variable is named \"resd\"; did you mean \"rest\"? (a literal brace is written \"{{\")")]
    [TestCase("/{status}", "no variable is named \"status\"")]
    [TestCase("/{rest", "\"/{rest\": a \"{\" without its \"}\"; a literal brace is written \"{{\"")]
    [TestCase("/rest}", "\"/rest}\": a \"}\" without its \"{\"; a literal brace is written \"}}\"")]
    [TestCase("/a\r\nX: y", "control characters are not allowed")]
    public void Redirection_that_cannot_be_is_told(string to, string problem)
    {
        var error = ErrorsOf(new RedirectOptions { To = to }).First();
        Assert.That(error.Path, Is.EqualTo("routes[0].redirect.to"));
        Assert.That(error.Message, Does.StartWith(problem));
    }

    [TestCase(300)]
    [TestCase(304)]
    [TestCase(200)]
    public void Status_of_a_redirection_is_one(int status) => Assert.That(
        ErrorsOf(new RedirectOptions { To = "/", Status = status }),
        Is.EqualTo(new ConfigurationError[] { new("routes[0].redirect.status", $"{status} is no redirection: 301, 302, 303, 307 and 308 are allowed") }));

    [TestCase(199, "", "status", "199 is out of range: 200 to 599 is allowed")]
    [TestCase(600, "", "status", "600 is out of range: 200 to 599 is allowed")]
    [TestCase(204, "x", "body", "a response with status 204 has no body (RFC 9110 §15)")]
    [TestCase(205, "x", "body", "a response with status 205 has no body (RFC 9110 §15)")]
    [TestCase(304, "x", "body", "a response with status 304 has no body (RFC 9110 §15)")]
    public void Response_that_cannot_be_is_told(int status, string body, string key, string problem) => Assert.That(
        Errors(new RouteOptions { Respond = new RespondOptions { Status = status, Body = System.Text.Encoding.UTF8.GetBytes(body) } }),
        Is.EqualTo(new ConfigurationError[] { new($"routes[0].respond.{key}", problem) }));

    [TestCase("text/html", true)]
    [TestCase("", false)]
    [TestCase("html", false)]
    [TestCase("text/html\r\nX: y", false)]
    [TestCase("text/hötml", false)]
    public void Media_type_is_one(string type, bool valid) =>
        Assert.That(Errors(new RouteOptions { Respond = new RespondOptions { ContentType = type } }).Length, Is.EqualTo(valid ? 0 : 1));

    [Test]
    public void Body_has_a_bound()
    {
        var body = new byte[(1024 * 1024) + 1];
        Assert.That(Errors(new RouteOptions { Respond = new RespondOptions { Body = body.AsMemory(1) } }), Is.Empty);
        Assert.That(Errors(new RouteOptions { Respond = new RespondOptions { Body = body } }).Single().Message, Does.StartWith("1048577 bytes are too many"));
    }

    [TestCase("/v1", null, null, null)]
    [TestCase("/v1/", "/é/", null, null)]
    [TestCase("v1", null, null, "stripPrefix")]
    [TestCase("/", null, null, "stripPrefix")]
    [TestCase("//", null, null, "stripPrefix")]
    [TestCase("/a//b", null, null, "stripPrefix")]
    [TestCase("/a/../b", null, null, "stripPrefix")]
    [TestCase("/a%20b", null, null, "stripPrefix")]
    [TestCase(null, "/a?b", null, "addPrefix")]
    [TestCase(null, "/{rest}", null, "addPrefix")]
    [TestCase(null, null, "/a/{rest}?b#c", "path")]
    [TestCase(null, null, "/a/{query.b#c}", null)]
    [TestCase(null, null, "a/{rest}", "path")]
    [TestCase(null, null, "/a/../{rest}", "path")]
    [TestCase(null, null, "/%2e%2e/{rest}", "path")]
    [TestCase(null, null, "/a{target}", "path")]
    [TestCase(null, null, "/a?b=..", null)]
    [TestCase("/v1", null, "/x", "path")]
    public void Rewrite_is_checked(string? strip, string? add, string? path, string? wrong)
    {
        var rewrite = new RewriteOptions { StripPrefix = strip, AddPrefix = add, Path = path };
        var errors = Errors(new RouteOptions { Upstream = "default", Rewrite = rewrite });
        Assert.That(errors.Select(error => error.Path).Distinct(), Is.EqualTo(wrong is null ? [] : new[] { $"routes[0].rewrite.{wrong}" }));
    }

    [TestCase("internal.example:81", true)]
    [TestCase("[::1]", true)]
    [TestCase("{rest}.example", true)]
    [TestCase("", false)]
    [TestCase("a b", false)]
    [TestCase("a/b", false)]
    [TestCase("http://a", false)]
    [TestCase("{endpoint}", false)]
    [TestCase("{nothing}", false)]
    public void Host_is_one(string host, bool valid) => Assert.That(
        Errors(new RouteOptions { Upstream = "default", Rewrite = new RewriteOptions { Host = host } }).Select(error => error.Path),
        Is.EqualTo(valid ? [] : new[] { "routes[0].rewrite.host" }));

    [Test]
    public void One_answers_a_route()
    {
        Assert.That(
            Errors(new RouteOptions()).Single(),
            Is.EqualTo(new ConfigurationError("routes[0].upstream", "who answers? \"upstream\", \"split\", \"redirect\" or \"respond\" is needed")));
        Assert.That(
            Errors(new RouteOptions { Upstream = "default", Respond = new RespondOptions() }).Single(),
            Is.EqualTo(new ConfigurationError("routes[0].respond", "excludes \"upstream\": a route has one answer")));
        Assert.That(
            Errors(new RouteOptions { Redirect = new RedirectOptions { To = "/" }, Respond = new RespondOptions() }).Single(),
            Is.EqualTo(new ConfigurationError("routes[0].respond", "excludes \"redirect\": a route has one answer")));
        Assert.That(
            Errors(new RouteOptions { Respond = new RespondOptions(), Rewrite = new RewriteOptions { AddPrefix = "/a" } }).Single(),
            Is.EqualTo(new ConfigurationError("routes[0].rewrite", "only a request that goes to an upstream is rewritten")));
    }

    [TestCase("404", true)]
    [TestCase("599", true)]
    [TestCase("4xx", true)]
    [TestCase("5xx", true)]
    [TestCase("3xx", false)]
    [TestCase("4XX", false)]
    [TestCase("399", false)]
    [TestCase("600", false)]
    [TestCase("+04", false)]
    [TestCase("0404", false)]
    [TestCase("", false)]
    public void Page_is_for_an_error(string status, bool valid)
    {
        ErrorPageOptions[] pages = [new() { Status = status }];
        string[] paths = [.. OptionsValidator.Validate(Options(new RouteOptions { Upstream = "default", ErrorPages = pages }) with { ErrorPages = pages }).Select(error => error.Path)];
        Assert.That(paths, Is.EquivalentTo(valid ? [] : new[] { $"errorPages.{status}", $"routes[0].errorPages.{status}" }));
    }

    [Test]
    public void Names_that_variables_stand_for_break_no_line()
    {
        Assert.That(
            Errors(new RouteOptions { Name = "a\r\nX: y", Upstream = "default" }),
            Is.EqualTo(new ConfigurationError[] { new("routes[0].name", "control characters are not allowed in a name") }));
        var options = Options(new RouteOptions { Upstream = "a\nb" });
        Assert.That(
            OptionsValidator.Validate(options with { Upstreams = [options.Upstreams[0] with { Name = "a\nb" }] }),
            Is.EqualTo(new ConfigurationError[] { new("upstreams.a\nb", "control characters are not allowed in a name") }));
    }

    private static ConfigurationError[] ErrorsOf(RedirectOptions redirect) => Errors(new RouteOptions { Path = "/old/*", Redirect = redirect });

    private static ConfigurationError[] Errors(RouteOptions route) => [.. OptionsValidator.Validate(Options(route))];

    private static ProxyOptions Options(RouteOptions route) => new()
    {
        Routes = [route],
        Upstreams = [new UpstreamOptions { Endpoints = [new EndpointOptions { Address = "127.0.0.1:1" }] }],
    };
}
