using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Explaining;

namespace Proxy.Tests.Core.Explaining;

public class FieldReasonTests
{
    [TestCase("X-Forwarded-For: 6.6.6.6", FieldChangeKind.Changed, "127.0.0.1", "only trusted proxies may say who the client is")]
    [TestCase("Forwarded: for=6.6.6.6", FieldChangeKind.Removed, null, "only trusted proxies may say who the client is")]
    [TestCase("X_Forwarded_For: 6.6.6.6", FieldChangeKind.Removed, null, "an origin may take it for X-Forwarded-For")]
    [TestCase("Keep-Alive: 5", FieldChangeKind.Removed, null, "hop-by-hop (RFC 9110 §7.6.1)")]
    [TestCase("X-Named: 1", FieldChangeKind.Removed, null, "named by Connection (RFC 9110 §7.6.1)")]
    [TestCase("X-Gone: 1", FieldChangeKind.Removed, null, "requestHeaders.remove")]
    [TestCase("X-Secret-Key: 1", FieldChangeKind.Removed, null, "routes[0].requestHeaders.remove")]
    [TestCase("X-Set: 1", FieldChangeKind.Changed, "2", "requestHeaders.set")]
    [TestCase("X-Over: 1", FieldChangeKind.Changed, "3", "routes[0].requestHeaders.set")]
    [TestCase("X-List: 1", FieldChangeKind.Changed, "1, 2", "requestHeaders.append")]
    [TestCase("X-Both: 1", FieldChangeKind.Changed, "2, 3", "requestHeaders.set + routes[0].requestHeaders.append")]
    [TestCase("Other_Field: 1", FieldChangeKind.Removed, null, "has an \"_\", and requests.underscoreNames is \"drop\"")]
    [TestCase("Accept: */*", FieldChangeKind.Kept, "*/*", null)]
    [TestCase("Set-Empty: 1", FieldChangeKind.Removed, null, "requestHeaders.set")]
    public void Of_every_field_is_told_what_becomes_of_it_and_why(string line, FieldChangeKind kind, string? after, string? reason)
    {
        var name = line.Split(':')[0];
        var fields = Explain(line, "Connection: X-Named").ToOrigin!.Fields.Where(field => field.Name == name && field.Kind != FieldChangeKind.Skipped);
        Assert.That(fields, Is.EqualTo(new[] { new FieldChange(kind, name, line.Split(": ")[1], after, reason) }));
    }

    [Test]
    public void What_is_put_on_stands_behind_what_came_with_its_reason()
    {
        var added = Explain("Accept: */*").ToOrigin!.Fields.Where(field => field.Kind == FieldChangeKind.Added);
        Assert.That(added.Select(field => (field.Name, field.After, field.Reason)), Is.SupersetOf(new[]
        {
            ("X-Forwarded-For", "127.0.0.1", "who the client is"),
            ("X-Forwarded-Port", "80", "what the client asked for"),
            ("X-Set", "2", "requestHeaders.set"),
            ("X-List", "2", "requestHeaders.append"),
        }));
    }

    [Test]
    public void Line_that_comes_out_empty_is_said_to_be_skipped() =>
        Assert.That(
            Explain().ToOrigin!.Fields,
            Has.Exactly(1).EqualTo(new FieldChange(FieldChangeKind.Skipped, "Set-Empty", null, null, "its value is empty here (requestHeaders.set)")));

    [Test]
    public void Value_that_is_one_of_many_is_marked()
    {
        var fields = Explain().ToOrigin!.Fields.Where(field => field.IsExample).Select(field => (field.Name, field.After));
        Assert.That(fields, Is.EqualTo(new[] { ("Via", fields.First().After), ("X-Endpoint", "127.0.0.1:9") }));
        Assert.That(fields.First().After, Does.Match("^1[.]1 proxy-[0-9a-f]{8}$"));
    }

    [Test]
    public void Response_changes_are_told_as_far_as_they_are_known()
    {
        var changes = Explain("X-In: 7").ResponseChanges.Select(change => (change.Kind, change.Name, change.After, change.Reason, change.IsExample));
        Assert.That(changes, Is.SupersetOf(new[]
        {
            (FieldChangeKind.Removed, "X-Runtime", null, "routes[0].responseHeaders.remove", false),
            (FieldChangeKind.Added, "X-Seen", "7 {status} {response.header.ETag}", "responseHeaders.set", true),
        }));
    }

    private static Explanation Explain(params string[] headers) => ProxyExplainer.Explain(
        new ProxyOptions
        {
            Requests = new() { UnderscoreNames = UnderscoreNames.Drop },
            RequestHeaders = new()
            {
                Remove = ["X-Gone"],
                Set = [new("X-Set", "2"), new("X-Over", "2"), new("X-Both", "2"), new("Set-Empty", "{header.Nobody}"), new("X-Endpoint", "{endpoint}")],
                Append = [new("X-List", "2")],
            },
            ResponseHeaders = new() { Set = [new("X-Seen", "{header.X-In} {status} {response.header.ETag}")] },
            Routes =
            [
                new()
                {
                    Upstream = "u",
                    RequestHeaders = new() { Remove = ["X-Secret-*"], Set = [new("X-Over", "3")], Append = [new("X-Both", "3")] },
                    ResponseHeaders = new() { Remove = ["X-Runtime"] },
                },
            ],
            Upstreams = [new() { Name = "u", Endpoints = ["127.0.0.1:9", "127.0.0.1:10"] }],
        },
        new ExplainRequest { Url = "http://a/", Headers = headers });
}
