using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Host.Reloading;
using Proxy.Tests.EndToEnd.Reload;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Host.Reloading;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloaderTests : IDisposable
{
    private readonly ConfigFile _file = new(Content(1));
    private readonly RecordingLog _log = new();

    public void Dispose()
    {
        _file.Dispose();
        _log.Dispose();
    }

    [Test]
    public async Task What_the_command_line_says_goes_before_the_file()
    {
        await using var server = await StartAsync();
        var source = new ConfigurationSource(_file.Path, options => options with { Limits = options.Limits with { MaxConnections = 7 } });
        _file.Write(Content(2));
        Assert.That((await Reloader(server, source).ReloadAsync("test")).Succeeded);
        Assert.That((server.Options.Limits.MaxFields, server.Options.Limits.MaxConnections), Is.EqualTo((2, 7)));
    }

    [Test]
    public async Task Requests_at_one_time_become_one_and_none_is_forgotten()
    {
        await using var server = await StartAsync();
        var reloader = Reloader(server, Source());
        _file.Write(Content(2));
        for (var i = 0; i < 50; i++)
        {
            reloader.Request("test");
        }

        _file.Write(Content(3));
        reloader.Request("test");
        await Patience.UntilAsync(() => server.Options.Limits.MaxFields == 3, "what was written last runs");
        await Patience.UntilAsync(() => reloader.Last is not null, "it is told");
        Assert.That(reloader.Succeeded, Is.LessThan(20));
    }

    [Test]
    public async Task Without_a_file_there_is_nothing_to_reload()
    {
        await using var server = await StartAsync();
        var outcome = await Reloader(server, null).ReloadAsync("SIGHUP");
        Assert.That(outcome.Errors, Is.EqualTo(new[] { "nothing to reload: the proxy runs without a configuration file" }));
        Assert.That(_log.Lines.Select(line => line.Text), Has.Some.EqualTo(outcome.Errors[0]));
    }

    [Test]
    public async Task File_that_is_gone_changes_nothing_and_each_error_has_its_line()
    {
        await using var server = await StartAsync();
        var source = Source();
        File.Delete(_file.Path);
        var outcome = await Reloader(server, source).ReloadAsync("test");
        Assert.That(outcome.Errors, Is.EqualTo(new[] { $"{_file.Path}: no such file" }));
        Assert.That(_log.Lines.Select(line => line.Level), Is.EqualTo(new[] { LogLevel.Error, LogLevel.Error }));
        Assert.That(server.Options.Limits.MaxFields, Is.EqualTo(1));
    }

    [Test]
    public async Task Name_that_is_not_found_is_told_as_it_is()
    {
        await using var server = await StartAsync();
        _file.Write(Content(1).Replace("127.0.0.1:9", "nobody.invalid:9", StringComparison.Ordinal));
        var outcome = await Reloader(server, Source()).ReloadAsync("test");
        Assert.That(outcome.Errors.Single(), Does.Contain("nobody.invalid").And.Contain("cannot be resolved"));
    }

    [Test]
    public async Task Proxy_that_stops_is_told_apart_from_an_error()
    {
        var server = await StartAsync();
        await server.DisposeAsync();
        Assert.That((await Reloader(server, Source()).ReloadAsync("test")).Errors, Is.EqualTo(new[] { "the proxy is stopping" }));
    }

    [Test]
    [Platform("Linux")]
    public async Task File_that_cannot_be_read_to_its_end_holds_up_no_further_reload()
    {
        await using var server = await StartAsync();
        var (source, clock) = (Source(), new ManualClock());
        var reloader = new Reloader(server, source, _ => [], _log, clock);
        var pipe = Path.Combine(_file.Folder, "more.json");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync();
        }

        _file.Write(Content(2).Replace("{ \"listeners\"", "{ \"include\": [ \"more.json\" ], \"listeners\"", StringComparison.Ordinal));
        var stuck = reloader.ReloadAsync("test");
        await Patience.UntilAsync(() => clock.Timers > 0, "the file is being read");
        clock.Advance(Proxy.Host.Reloading.Reloader.MaxLoad);
        Assert.That((await stuck.WaitAsync(Patience.Time)).Errors.Single(), Does.Contain("could not be read within 20 s"));
        Assert.That((await reloader.ReloadAsync("test").WaitAsync(Patience.Time)).Errors.Single(), Does.Contain("the last reload still waits"));

        // Somebody writes to it at last.
        await File.WriteAllTextAsync(pipe, "{}");
        File.Delete(pipe);
        _file.Write(Content(3));
        await Patience.UntilAsync(() => reloader.ReloadAsync("test").GetAwaiter().GetResult().Succeeded, "reloads go on");
        Assert.That(server.Options.Limits.MaxFields, Is.EqualTo(3));
    }

    private static string Content(int maxFields) => $$"""
        { "listeners": { "web": { "address": "127.0.0.1:0" } }, "routes": [ { "upstream": "a" } ],
          "upstreams": { "a": { "endpoints": [ "127.0.0.1:9" ] } }, "limits": { "maxFields": {{maxFields}} } }
        """;

    private ConfigurationSource Source() => new(_file.Path, options => options);

    private Reloader Reloader(ProxyServer server, ConfigurationSource? source) => new(server, source, _ => [], _log);

    private async Task<ProxyServer> StartAsync()
    {
        var options = Source().Load().Options with { Transport = new TransportOptions { Threads = 1 } };
        var server = ProxyServer.CreateBuilder().Configure(options).Build();
        await server.StartAsync();
        return server;
    }
}
