using System.Net;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Host.Control;

public class AdminListenerTests
{
    private const string Token = "0123456789abcdef";
    private const string Admin = $"\"admin\": {{ \"address\": \"127.0.0.1:0\", \"token\": \"{Token}\" }},";

    [TestCase("GET /status HTTP/1.1\r\nHost: localhost\r\n", 200)]
    [TestCase("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:9180\r\n", 200)]
    [TestCase("GET http://localhost/status HTTP/1.1\r\nHost: localhost\r\n", 200)]
    [TestCase("GET http://evil.example/status HTTP/1.1\r\nHost: localhost\r\n", 421)]
    [TestCase("GET /status HTTP/1.1\r\nHost: evil.example\r\n", 421)]
    [TestCase("GET /status HTTP/1.1\r\nHost: [::1]\r\n", 421)]
    [TestCase("GET /status HTTP/1.0\r\n", 421)]
    [TestCase("GET /status HTTP/1.1\r\n", 400)]
    [TestCase("GET /status HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n", 403)]
    [TestCase("GET /status HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n", 403)]
    [TestCase("GET /none HTTP/1.1\r\nHost: localhost\r\n", 404)]
    [TestCase("DELETE /status HTTP/1.1\r\nHost: localhost\r\n", 405)]
    [TestCase("POST /reload HTTP/1.1\r\nHost: localhost\r\n", 401)]
    [TestCase($"POST /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}x\r\n", 401)]
    [TestCase($"POST /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}\r\nAuthorization: Bearer {Token}\r\n", 401)]
    [TestCase($"POST /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}\r\n", 200)]
    [TestCase($"GET /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}\r\n", 405)]
    [TestCase("POST /status HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n", 411)]
    [TestCase("POST /status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n", 413)]
    [TestCase("GET /status HTTP/1.1\nHost: localhost\n", 400)]
    public async Task Request_is_answered_or_refused(string head, int status)
    {
        await using var proxy = await ControlFixture.StartAsync(Admin);
        var answer = await proxy.AskAdminAsync($"{head}\r\n");
        Assert.That((answer.Status, answer.Field("Connection"), answer.Field("Content-Type")), Is.EqualTo((status, "close", "application/json")));
        Assert.That(answer.Text, Does.Contain("\"protocol\": 1"));
        Assert.That(answer.Field("WWW-Authenticate"), status == 401 ? Is.EqualTo("Bearer") : Is.Null);
    }

    [Test]
    public async Task Head_has_no_content()
    {
        await using var proxy = await ControlFixture.StartAsync(Admin);
        var answer = await proxy.AskHeadAsync("HEAD /status HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Body, Is.Empty);
    }

    [Test]
    public async Task Too_much_is_refused_not_read()
    {
        await using var proxy = await ControlFixture.StartAsync(Admin);
        var answer = await proxy.AskAdminAsync($"GET /status HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 7000)}\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(431));
    }

    [Test]
    public async Task Crowd_of_silent_clients_goes_in_time_and_keeps_nobody_out_for_longer()
    {
        await using var proxy = await ControlFixture.StartAsync(Admin);
        var silent = new List<RawClient>();
        for (var i = 0; i < 16; i++)
        {
            silent.Add(await RawClient.ConnectAsync(proxy.Plane.AdminEndPoint!));
            await silent[i].SendAsync("GET /sta");
        }

        Assert.That((await proxy.AskAdminAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")).Status, Is.EqualTo(200));
        silent.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task Token_follows_the_file()
    {
        await using var proxy = await ControlFixture.StartAsync(Admin);
        proxy.Write("\"admin\": { \"address\": \"127.0.0.1:0\", \"token\": \"fedcba9876543210\" },");
        Assert.That((await proxy.AskAdminAsync($"POST /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}\r\n\r\n")).Status, Is.EqualTo(200));
        Assert.That((await proxy.AskAdminAsync($"POST /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}\r\n\r\n")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Without_a_token_nothing_can_be_changed()
    {
        await using var proxy = await ControlFixture.StartAsync("\"admin\": { \"address\": \"127.0.0.1:0\" },");
        Assert.That((await proxy.AskAdminAsync("GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n")).Status, Is.EqualTo(200));
        Assert.That((await proxy.AskAdminAsync("POST /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \r\n\r\n")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Address_in_use_is_an_error()
    {
        using var other = ScriptedOrigin.Answering();
        var taken = IPEndPoint.Parse(other.Address["http://".Length..]);
        await Assert.ThatAsync(
            () => ControlFixture.StartAsync($"\"admin\": {{ \"address\": \"{taken}\" }},"),
            Throws.InstanceOf<Proxy.Core.ProxyStartException>().With.Message.Contains("in use"));
    }
}
