using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Host.Control;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Host.Control;

[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
[NonParallelizable]
public class ControlSocketTests
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path = ScriptedOrigin.UnixPath();

    [TearDown]
    public void Delete() => File.Delete(_path);

    [Test]
    public async Task Status_tells_what_runs()
    {
        await using var proxy = await ControlFixture.StartAsync("");
        var status = (await proxy.Client().SendAsync("GET", "/status", Patience.Time, default)).Root;
        Assert.That(status.GetProperty("pid").GetInt32(), Is.EqualTo(Environment.ProcessId));
        Assert.That(status.GetProperty("configuration").GetString(), Is.EqualTo(proxy.File.Path));
        Assert.That(status.GetProperty("listeners").GetProperty("web").GetString(), Is.EqualTo($"http://{proxy.Server.Addresses["web"]}"));
        Assert.That(status.GetProperty("statistics").GetProperty("requests").GetInt64(), Is.Zero);
        Assert.That(status.GetProperty("reloads").TryGetProperty("last", out _), Is.False);
    }

    [Test]
    public async Task File_is_its_users_only_and_goes_with_the_proxy()
    {
        var proxy = await ControlFixture.StartAsync($"\"control\": {{ \"socket\": \"{_path}\" }},");
        Assert.That(File.GetUnixFileMode(_path), Is.EqualTo(OwnersOnly));
        Assert.That(File.Exists(proxy.DefaultSocket), Is.False, "the named one is instead of the usual one");
        await proxy.DisposeAsync();
        Assert.That(File.Exists(_path), Is.False);
    }

    [Test]
    public async Task End_of_the_proxy_does_not_wait_for_a_reload_that_does_not_end()
    {
        var proxy = await ControlFixture.StartAsync("");
        var pipe = Path.Combine(proxy.File.Folder, "more.json");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync();
        }

        proxy.Write("\"include\": [ \"more.json\" ],");
        var asked = proxy.Client().SendAsync("POST", "/reload", Patience.Time, default);

        // Opens when the reload has opened it as well, which then waits for the end of what is written.
        using (await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write)).WaitAsync(Patience.Time))
        {
            await proxy.DisposeAsync().AsTask().WaitAsync(Patience.Time);
            Assert.That(async () => await asked, Throws.InstanceOf<ControlException>());
        }
    }

    [Test]
    public void Mode_is_there_from_the_first_moment_on()
    {
        // Whoever finds the file while it is made, finds it closed: the mode is that of the socket before it has a name.
        var wrong = 0;
        using var stop = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    wrong += File.GetUnixFileMode(_path) == OwnersOnly ? 0 : 1;
                }
                catch (FileNotFoundException)
                {
                    // Between two of them.
                }
            }
        });
        Assert.That(NetworkAddress.TryParse($"unix:{_path}", out var address, out _));
        for (var i = 0; i < 2000; i++)
        {
            using var socket = ListeningSocket.Open(address!, 1, OwnersOnly);
            File.Delete(_path);
        }

        stop.Cancel();
        looking.Wait();
        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public async Task File_of_a_dead_process_is_replaced()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(_path + "1"));
            File.Move(_path + "1", _path);
        }

        await using var proxy = await ControlFixture.StartAsync($"\"control\": {{ \"socket\": \"{_path}\" }},");
        Assert.That((await proxy.Client(_path).SendAsync("GET", "/healthz", Patience.Time, default)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task File_of_a_living_process_is_an_error()
    {
        using var living = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        living.Bind(new UnixDomainSocketEndPoint(_path));
        living.Listen(1);
        await Assert.ThatAsync(
            () => ControlFixture.StartAsync($"\"control\": {{ \"socket\": \"{_path}\" }},"),
            Throws.InstanceOf<ProxyStartException>().With.Message.Contains("in use by another process"));
        Assert.That(File.Exists(_path));
    }

    [Test]
    public async Task Named_path_that_cannot_be_used_is_an_error() => await Assert.ThatAsync(
        () => ControlFixture.StartAsync("\"control\": { \"socket\": \"/nowhere/at/all.sock\" },"),
        Throws.InstanceOf<ProxyStartException>().With.Message.Contains("does not exist"));

    [Test]
    public async Task Run_directory_that_cannot_be_made_is_only_said()
    {
        var before = Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY");
        Environment.SetEnvironmentVariable("RUNTIME_DIRECTORY", "/proc/nowhere");
        try
        {
            await using var proxy = await ControlFixture.StartAsync("");
            Assert.That(proxy.Log.Lines.Single().Text, Does.StartWith("no control socket").And.Contain("/proc/nowhere"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("RUNTIME_DIRECTORY", before);
        }
    }

    [Test]
    public async Task None_is_made_where_none_is_wanted()
    {
        await using var proxy = await ControlFixture.StartAsync("\"control\": { \"socket\": null },");
        Assert.That(File.Exists(proxy.DefaultSocket), Is.False);
        Assert.That(proxy.Log.Lines, Is.Empty);
    }

    [Test]
    public async Task Reload_tells_what_changed_and_errors_change_nothing()
    {
        await using var proxy = await ControlFixture.StartAsync("");
        proxy.Write("\"limits\": { \"maxFields\": 5 }, \"admin\": { \"address\": \"127.0.0.1:0\" },");
        var reply = await proxy.Client().SendAsync("POST", "/reload", Patience.Time, default);
        Assert.That((reply.Status, reply.Text("result")), Is.EqualTo((200, "reloaded")));
        Assert.That(reply.Lines("notes"), Is.EqualTo(new[] { "endpoints: 1 kept, 0 added, 0 removed", "changed only with a restart: admin.address" }));
        Assert.That(proxy.Server.Options.Limits.MaxFields, Is.EqualTo(5));

        proxy.Write("\"limits\": { \"maxFields\": 0 }, \"rotes\": [],");
        reply = await proxy.Client().SendAsync("POST", "/reload", Patience.Time, default);
        Assert.That((reply.Status, reply.Text("result")), Is.EqualTo((422, "refused")));
        string[] errors = [.. reply.Lines("errors")];
        Assert.That(errors, Has.Length.EqualTo(2));
        Assert.That(errors[0], Does.StartWith($"{proxy.File.Path}:2:").And.Contain("maxFields"));
        Assert.That(errors[1], Does.Contain("did you mean \"routes\"?"));
        Assert.That(proxy.Server.Options.Limits.MaxFields, Is.EqualTo(5));
        Assert.That(proxy.Log.Lines.Select(line => line.Text).TakeLast(2), Is.EqualTo(errors));
        var last = (await proxy.Client().SendAsync("GET", "/status", Patience.Time, default)).Root.GetProperty("reloads");
        Assert.That((last.GetProperty("succeeded").GetInt32(), last.GetProperty("refused").GetInt32()), Is.EqualTo((1, 1)));
        Assert.That(last.GetProperty("last").GetProperty("result").GetString(), Is.EqualTo("refused"));
    }

    [TestCase("GET", "/nothing", 404)]
    [TestCase("GET", "/reload", 405)]
    [TestCase("POST", "/status", 405)]
    [TestCase("GET", "/status?x", 200)]
    public async Task What_is_no_verb_is_refused(string method, string target, int status)
    {
        await using var proxy = await ControlFixture.StartAsync("");
        var reply = await proxy.Client().SendAsync(method, target, Patience.Time, default);
        Assert.That(reply.Status, Is.EqualTo(status));
        Assert.That(reply.Text("error"), status == 200 ? Is.Null : Is.Not.Empty);
    }
}
