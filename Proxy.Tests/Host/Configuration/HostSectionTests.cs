using System.Text;
using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class HostSectionTests
{
    [Test]
    public void What_a_file_leaves_out_is_at_its_default()
    {
        var host = Parse(ConfigurationSamples.Smallest).Host;
        Assert.That((host.Control.Socket, host.Admin, host.Reload.Watch), Is.EqualTo(("auto", (AdminOptions?)null, false)));
    }

    [Test]
    public void Every_key_is_read()
    {
        var loaded = Parse(ConfigurationSamples.With("""
            "control": { "socket": "/run/site.sock" }, "reload": { "watch": true },
            "admin": { "address": "127.0.0.1:9180", "token": "0123456789abcdef", "hosts": [ "admin.example", "10.0.0.1" ] }
            """));
        Assert.That(loaded.Errors, Is.Empty);
        var (control, admin, reload) = (loaded.Host.Control, loaded.Host.Admin!, loaded.Host.Reload);
        Assert.That((control.Socket, reload.Watch), Is.EqualTo(("/run/site.sock", true)));
        Assert.That((admin.Address, admin.Token), Is.EqualTo(("127.0.0.1:9180", "0123456789abcdef")));
        Assert.That(admin.Hosts, Is.EqualTo(new[] { "admin.example", "10.0.0.1" }));
        Assert.That(loaded.Host.Proxy, Is.SameAs(loaded.Options));
    }

    [Test]
    public void Control_socket_may_be_none() =>
        Assert.That(Parse(ConfigurationSamples.With("\"control\": { \"socket\": null }")).Host.Control.Socket, Is.Null);

    [Test]
    public void Errors_never_show_the_token() =>
        Assert.That(Parse(ConfigurationSamples.With("\"admin\": { \"address\": \"x\", \"token\": \"tell nobody\" }")).Errors, Has.All.Not.Contain("nobody"));

    private static LoadedConfiguration Parse(string text) => ConfigurationText.Parse("proxy.json", Encoding.UTF8.GetBytes(text));
}
