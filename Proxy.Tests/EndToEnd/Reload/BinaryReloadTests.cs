using NUnit.Framework;
using Proxy.Host.Control;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Reload;

/// <summary>Reloading as an operator does it, with the native binary.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class BinaryReloadTests
{
    [Test]
    public async Task Hangup_reloads_and_a_bad_file_is_logged_and_changes_nothing()
    {
        using var first = new LightOrigin("first");
        using var second = new LightOrigin("second");
        using var file = new ConfigFile(To(first.Address));
        using var proxy = await BinaryProcess.ListenFileAsync(file.Path);
        using var client = await RawClient.ConnectAsync(proxy.EndPoint);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("first"));

        file.Write(To(second.Address));
        proxy.Signal(BinaryProcess.HangUp);
        await Patience.UntilAsync(() => proxy.Output.Contains("reloaded (SIGHUP): endpoints: 0 kept, 1 added, 1 removed", StringComparison.Ordinal), "it is told");
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("second"));

        file.Write(To(first.Address).Replace("upstream", "upsteam", StringComparison.Ordinal));
        proxy.Signal(BinaryProcess.HangUp);
        await Patience.UntilAsync(() => proxy.Output.Contains("did you mean \"upstreams\"?", StringComparison.Ordinal), "the errors are told");
        Assert.That(proxy.Output, Does.Contain("not reloaded (SIGHUP), nothing has changed; errors: 2").And.Contain($": {file.Path}:2:"));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("second"));
        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.Zero);
    }

    [Test]
    public async Task Hangup_without_a_file_is_told_and_ends_nothing()
    {
        using var origin = new LightOrigin("x");
        using var proxy = await BinaryProcess.ListenAsync([origin.Address]);
        proxy.Signal(BinaryProcess.HangUp);
        await Patience.UntilAsync(
            () => proxy.Output.Contains("nothing to reload: the proxy runs without a configuration file", StringComparison.Ordinal), "it is told");
        using var client = await RawClient.ConnectAsync(proxy.EndPoint);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Watched_file_is_read_when_it_has_changed()
    {
        using var first = new LightOrigin("first");
        using var second = new LightOrigin("second");
        const string watch = "\"reload\": { \"watch\": true },";
        using var file = new ConfigFile(To(first.Address, watch));
        using var proxy = await BinaryProcess.ListenFileAsync(file.Path);
        using var client = await RawClient.ConnectAsync(proxy.EndPoint);
        file.Write(To(second.Address, watch));
        await Patience.UntilAsync(() => proxy.Output.Contains("reloaded (watch)", StringComparison.Ordinal), "it is read again");
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("second"));

        // What is still a mistake is told once, not every second.
        file.Write("{");
        await Patience.UntilAsync(() => proxy.Output.Contains("not reloaded (watch)", StringComparison.Ordinal), "the mistake is told");
        file.Write(To(first.Address));
        await Patience.UntilAsync(() => proxy.Output.Split("reloaded (watch): endpoints").Length == 3, "the correction is read");
        Assert.That(proxy.Output.Split("not reloaded (watch)"), Has.Length.EqualTo(2));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("first"));
    }

    [Test]
    public async Task Commands_reload_and_tell_the_state()
    {
        using var first = new LightOrigin("first");
        using var second = new LightOrigin("second");
        using var file = new ConfigFile(To(first.Address));
        using var proxy = await BinaryProcess.ListenFileAsync(file.Path);
        var socket = Path.Combine(RunDirectory.Own!, RunDirectory.FileName(file.Path));
        Assert.That(File.GetUnixFileMode(socket), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

        file.Write(To(second.Address));
        Assert.That(await BinaryProcess.RunAsync("reload", "--config", file.Path), Is.EqualTo((0, "reloaded\n  endpoints: 0 kept, 1 added, 1 removed")));
        using var client = await RawClient.ConnectAsync(proxy.EndPoint);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("second"));

        file.Write(To(second.Address) + "x");
        var (exitCode, output) = await BinaryProcess.RunAsync("reload", "--config", file.Path);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.StartWith($"{file.Path}:").And.EndWith("proxy: not reloaded, nothing has changed"));

        (exitCode, output) = await BinaryProcess.RunAsync("status", "--socket", socket);
        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain("1 done, 1 refused").And.Contain($"http://127.0.0.1:{proxy.Port} (web)"));

        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.Zero);
        Assert.That(File.Exists(socket), Is.False);
        file.Write(To(second.Address));
        (exitCode, output) = await BinaryProcess.RunAsync("reload", "--config", file.Path);
        Assert.That((exitCode, output.Split('\n').Length), Is.EqualTo((1, 1)));
        Assert.That(output, Does.StartWith($"proxy: no proxy runs with {file.Path}"));
    }

    [Test]
    public async Task Second_proxy_with_the_same_file_is_an_error()
    {
        using var origin = new LightOrigin("x");
        using var file = new ConfigFile(To(origin.Address));
        using var proxy = await BinaryProcess.ListenFileAsync(file.Path);
        var (exitCode, output) = await BinaryProcess.RunAsync("run", "--config", file.Path);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.StartWith("proxy: cannot listen on unix:").And.Contain("in use by another process"));
        Assert.That((await BinaryProcess.RunAsync("status", "--config", file.Path)).ExitCode, Is.Zero, "the first one is still found");
    }

    private static string To(string origin, string keys = "") => $$"""
        { {{keys}}
          "listeners": { "web": { "address": "127.0.0.1:0" } }, "routes": [ { "upstream": "a" } ],
          "upstreams": { "a": { "endpoints": [ "{{origin}}" ] } }, "threads": 1 }
        """;
}
