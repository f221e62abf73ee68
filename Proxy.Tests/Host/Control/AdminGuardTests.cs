using System.Net;
using NUnit.Framework;
using Proxy.Host.Configuration;
using Proxy.Host.Control;

namespace Proxy.Tests.Host.Control;

public class AdminGuardTests
{
    private const string Token = "0123456789abcdef";

    private static readonly AdminOptions Options = new() { Address = "admin.internal:9180", Token = Token, Hosts = ["Ops.Example"] };
    private static readonly ControlVerb Reads = new("status", Changes: false, (_, _) => throw new NotSupportedException());
    private static readonly ControlVerb Changes = new("reload", Changes: true, (_, _) => throw new NotSupportedException());

    [TestCase("localhost", null)]
    [TestCase("LOCALHOST.", null)]
    [TestCase("10.0.0.9", null)]
    [TestCase("ops.example", null)]
    [TestCase("admin.internal", null)]
    [TestCase("", 421)]
    [TestCase("10.0.0.8", 421)]
    [TestCase("127.0.0.1", 421)]
    [TestCase("evil.example", 421)]
    [TestCase("localhost.evil.example", 421)]
    [TestCase("10.0.0.9.evil.example", 421)]
    [TestCase("[::1]", 421)]
    public void Only_our_own_names_are_answered(string host, int? status) => Assert.That(Check(Request(host), Reads), Is.EqualTo(status));

    [TestCase("::1", "[::1]", null)]
    [TestCase("::1", "[0:0:0:0:0:0:0:1]", null)]
    [TestCase("::1", "[::2]", 421)]
    public void An_address_is_an_address_however_it_is_written(string local, string host, int? status) =>
        Assert.That(Check(Request(host) with { LocalAddress = IPAddress.Parse(local) }, Reads), Is.EqualTo(status));

    [Test]
    public void A_unix_socket_has_no_name() => Assert.That(Check(Request("anything") with { LocalAddress = null }, Reads), Is.Null);

    [Test]
    public void Pages_are_refused_whatever_they_ask([Values] bool changes, [Values] bool unix) => Assert.That(
        Check(
            Request("localhost") with { HasOrigin = true, Authorization = $"Bearer {Token}", LocalAddress = unix ? null : IPAddress.Loopback },
            changes ? Changes : Reads),
        Is.EqualTo(403));

    [TestCase($"Bearer {Token}", null)]
    [TestCase($"bearer  {Token}", null)]
    [TestCase(null, 401)]
    [TestCase("", 401)]
    [TestCase("Bearer ", 401)]
    [TestCase($"Bearer {Token}0", 401)]
    [TestCase("Bearer 0123456789abcdeF", 401)]
    [TestCase($"Basic {Token}", 401)]
    [TestCase(Token, 401)]
    public void Only_the_token_changes_something(string? authorization, int? status) =>
        Assert.That(Check(Request("localhost") with { Authorization = authorization }, Changes), Is.EqualTo(status));

    [TestCase(null)]
    [TestCase("Bearer ")]
    [TestCase($"Bearer {Token}")]
    public void Without_a_token_nothing_changes(string? authorization) => Assert.That(
        new AdminGuard(Options with { Token = null }).Check(Request("localhost") with { Authorization = authorization }, Changes)?.Status, Is.EqualTo(403));

    [Test]
    public void Token_follows_a_reload()
    {
        var guard = new AdminGuard(Options);
        guard.Follow(Options with { Token = "another-long-token" });
        Assert.That(guard.Check(Request("localhost") with { Authorization = $"Bearer {Token}" }, Changes)?.Status, Is.EqualTo(401));
        Assert.That(guard.Check(Request("localhost") with { Authorization = "Bearer another-long-token" }, Changes), Is.Null);
    }

    private static int? Check(ControlRequest request, ControlVerb verb) => new AdminGuard(Options).Check(request, verb)?.Status;

    private static ControlRequest Request(string host) => new("GET", "/status", host, HasOrigin: false, null, IPAddress.Parse("10.0.0.9"), default);
}
