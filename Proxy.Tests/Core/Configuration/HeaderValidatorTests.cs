using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Policies.Templates;

namespace Proxy.Tests.Core.Configuration;

[TestFixture]
public sealed class HeaderValidatorTests
{
    // Framing and connection belong to neither direction's operator; nor does a name that some origins take for such a one.
    [TestCase("Content-Length", true, true)]
    [TestCase("content_length", true, true)]
    [TestCase("Transfer-Encoding", true, true)]
    [TestCase("Transfer_Encoding", true, true)]
    [TestCase("Connection", true, true)]
    [TestCase("Keep-Alive", true, true)]
    [TestCase("Upgrade", true, true)]
    [TestCase("TE", true, true)]
    [TestCase("Trailer", true, true)]
    [TestCase("Expect", true, true)]
    [TestCase("Max_Forwards", true, true)]
    [TestCase("HTTP2-Settings", true, true)]
    [TestCase("Host", true, false)]
    [TestCase("Via", true, false)]
    [TestCase("Forwarded", true, false)]
    [TestCase("X-Forwarded-For", true, false)]
    [TestCase("X_Forwarded_For", true, false)]
    [TestCase("Date", false, true)]
    [TestCase("X-Forwarded-Prefix", false, false)]
    [TestCase("X-Real-IP", false, false)]
    [TestCase("User_Agent", false, false)]
    [TestCase("X.a!b|c", false, false)]
    [TestCase("", true, true)]
    [TestCase("X A", true, true)]
    [TestCase("X:", true, true)]
    [TestCase("Ä", true, true)]
    [TestCase("X\r\nY", true, true)]
    public void Names(string name, bool ofRequestsIsWrong, bool ofResponsesIsWrong)
    {
        foreach (var policy in (HeaderPolicyOptions[])
        [
            new() { Remove = [name] }, new() { Set = [new(name, "a")] }, new() { Append = [new(name, "a")] }, new() { Add = [new(name, "a")] },
        ])
        {
            Assert.That(Errors(policy, ofResponse: false), ofRequestsIsWrong ? Has.Length.EqualTo(1) : Is.Empty);
            Assert.That(Errors(policy, ofResponse: true), ofResponsesIsWrong ? Has.Length.EqualTo(1) : Is.Empty);
        }
    }

    [TestCase("X-Internal-*", null, null)]
    [TestCase("X-Forwarded-P*", "X-Forwarded-Proto", null)]
    [TestCase("Content-*", "Content-Length", "Content-Length")]
    [TestCase("content_l*", "Content-Length", "Content-Length")]
    [TestCase("Transfer_*", "Transfer-Encoding", "Transfer-Encoding")]
    [TestCase("H*", "Host", "HTTP2-Settings")]
    [TestCase("D*", null, "Date")]
    public void Beginnings_take_nothing_along_that_is_ours(string beginning, string? ofRequests, string? ofResponses)
    {
        Check(Errors(new() { Remove = [beginning] }, ofResponse: false), ofRequests);
        Check(Errors(new() { Remove = [beginning] }, ofResponse: true), ofResponses);

        void Check(ConfigurationError[] errors, string? owned) => Assert.That(
            errors.Select(error => error.Message), Is.EqualTo(owned is null ? [] : new[] { $"\"{beginning}\" would take {owned} along, which is the proxy's own" }));
    }

    [TestCase("*")]
    [TestCase("X-*-Y")]
    [TestCase("X-**")]
    public void Beginning_has_one_star_at_its_end(string beginning) => Assert.That(Errors(new() { Remove = [beginning] }), Has.Length.EqualTo(1));

    [Test]
    public void What_is_written_has_a_whole_name()
    {
        HeaderPolicyOptions[] policies = [new() { Set = [new("X-*", "a")] }, new() { Append = [new("X-*", "a")] }, new() { Add = [new("X-*", "a")] }];
        Assert.That(
            policies.SelectMany(policy => Errors(policy)).Select(error => error.Message),
            Is.EqualTo(Enumerable.Repeat("\"X-*\" is no name of a header; only what is taken off may be the beginning of names", 3)));
    }

    [Test]
    public void Name_is_set_once() => Assert.That(
        Errors(new() { Set = [new("X-A", "1"), new("x_a", "2")] }),
        Is.EqualTo(new ConfigurationError[] { new("h.set.x_a", "\"X-A\" is set already: one of them would be lost") }));

    [Test]
    public void Append_has_something_to_append_to()
    {
        Assert.That(
            Errors(new() { Set = [new("X-A", "1")], Append = [new("x-a", "2")] }).Single().Message,
            Is.EqualTo("\"x-a\" stands in \"set\" too, which leaves nothing to append to"));
        Assert.That(
            Errors(new() { Append = [new("set-cookie", "2")] }, ofResponse: true).Single().Message,
            Is.EqualTo("Set-Cookie is no list (RFC 6265 §3); use \"add\""));
    }

    [TestCase("{cleint.address}", "no variable is named \"cleint.address\"; did you mean \"client.address\"? (a literal brace is written \"{{\")")]
    [TestCase("a\r\nX: y", "control characters are not allowed")]
    [TestCase("{rest}", "no variable is named \"rest\"")]
    [TestCase("{status}", "no variable is named \"status\"")]
    [TestCase("{response.header.X}", "no variable is named \"response.header.X\"")]
    [TestCase("{header.}", "no variable is named \"header.\"")]
    public void Values(string value, string problem)
    {
        var error = Errors(new() { Set = [new("X-A", value)] }).Single();
        Assert.That(error.Path, Is.EqualTo("h.set.X-A"));
        Assert.That(error.Message, Does.StartWith(problem));
    }

    [Test]
    public void Type_of_a_fixed_body_is_said_once()
    {
        var route = new RouteOptions { Respond = new RespondOptions { Headers = [new("content-type", "text/css"), new("X-Who", "{status}")] } };
        Assert.That(
            OptionsValidator.Validate(new ProxyOptions { Routes = [route] }),
            Is.EqualTo(new ConfigurationError[] { new("routes[0].respond.headers.content-type", "the type of the body is said by \"contentType\"") }));
    }

    private static ConfigurationError[] Errors(HeaderPolicyOptions policy, bool ofResponse = false)
    {
        var errors = new List<ConfigurationError>();
        HeaderValidator.Check(policy, "h", TemplateScope.Global with { HasResponse = ofResponse }, errors);
        return [.. errors];
    }
}
