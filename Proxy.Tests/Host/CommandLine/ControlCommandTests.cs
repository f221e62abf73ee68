using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Host.Control;
using Proxy.Tests.EndToEnd.Reload;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Host.CommandLine;

/// <summary><c>proxy reload</c> and <c>proxy status</c> beside a proxy in this process.</summary>
[Platform("Linux")]
[NonParallelizable]
public class ControlCommandTests
{
    private const string Valid = """
        { "listeners": { "web": { "address": "127.0.0.1:0" } }, "routes": [ { "upstream": "a" } ],
          "upstreams": { "a": { "endpoints": [ "127.0.0.1:9" ] } }, "threads": 1 }
        """;

    private const string Invalid = """{ "routes": 1, "upsteams": {} }""";

    [Test]
    public async Task Reload_tells_what_changed()
    {
        using var file = new ConfigFile(Valid);
        using var host = await RunAsync(file);
        file.Write(Valid.Replace("127.0.0.1:9", "127.0.0.1:8", StringComparison.Ordinal));
        var result = await HostInvocation.RunAsync("reload", "--config", file.Path);
        Assert.That(result, Is.EqualTo(new HostInvocation(0, Lines("reloaded", "  endpoints: 0 kept, 1 added, 1 removed"), "")));
        Assert.That(await host.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task Reload_of_a_bad_file_fails_with_every_error()
    {
        using var file = new ConfigFile(Valid);
        using var host = await RunAsync(file);
        file.Write(Invalid);
        var result = await HostInvocation.RunAsync("reload", "--config", file.Path);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        var lines = result.Error.TrimEnd().Split(Environment.NewLine);
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[..^1], Has.All.StartsWith($"{file.Path}:1:"));
        Assert.That(lines[^1], Is.EqualTo("proxy: not reloaded, nothing has changed"));
        Assert.That(await host.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task Status_is_for_people_and_for_programs()
    {
        using var file = new ConfigFile(Valid);
        using var host = await RunAsync(file);
        var people = await HostInvocation.RunAsync("status", "--config", file.Path);
        Assert.That((people.ExitCode, people.Error), Is.EqualTo((0, "")));
        Assert.That(people.Output, Does.Match(@"^proxy \S+, pid \d+, up 0m \d+s\r?\nconfiguration  " + file.Path + @"\r?\nlistening      http://127\.0\.0\.1:\d+ \(web\)"));
        var program = await HostInvocation.RunAsync("status", "--config", file.Path, "--json");
        Assert.That(program.Output, Does.StartWith("{").And.Contain("\"protocol\": 1"));
        Assert.That(await host.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task Socket_is_found_by_path_and_when_it_is_the_only_one()
    {
        using var file = new ConfigFile(Valid);
        using var host = await RunAsync(file);
        var socket = Path.Combine(RunDirectory.Own!, RunDirectory.FileName(file.Path));
        Assert.That((await HostInvocation.RunAsync("status", "--socket", socket)).ExitCode, Is.Zero);
        Assert.That((await HostInvocation.RunAsync("status")).Output, Does.Contain(file.Path));
        Assert.That(await host.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task Where_several_run_one_has_to_be_named()
    {
        using var one = new ConfigFile(Valid);
        using var two = new ConfigFile(Valid);
        using var first = await RunAsync(one);
        using var second = await RunAsync(two);
        var result = await HostInvocation.RunAsync("reload");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.StartWith("proxy: several proxies run here; name one with --socket: "));
        Assert.That(await first.StopAsync() + await second.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task Named_socket_is_found_in_a_file_with_errors_too()
    {
        var path = ScriptedOrigin.UnixPath();
        var named = Valid.Replace("{ \"listeners\"", $"{{ \"control\": {{ \"socket\": \"{path}\" }}, \"listeners\"", StringComparison.Ordinal);
        using var file = new ConfigFile(named);
        using var host = await RunAsync(file);
        file.Write(named.Replace("routes", "rotes", StringComparison.Ordinal));
        var result = await HostInvocation.RunAsync("reload", "--config", file.Path);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, result.Error)));
        Assert.That(result.Error, Does.Contain("did you mean \"routes\"?").And.Contain("nothing has changed"));
        Assert.That(await host.StopAsync(), Is.Zero);
    }

    [TestCase("reload")]
    [TestCase("status")]
    public async Task Where_none_runs_that_is_said(string command)
    {
        using var file = new ConfigFile(Valid);
        var byFile = await HostInvocation.RunAsync(command, "--config", file.Path);
        Assert.That((byFile.ExitCode, byFile.Output), Is.EqualTo((1, "")));
        Assert.That(byFile.Error, Does.StartWith($"proxy: no proxy runs with {file.Path}: ").And.Contain($"proxy run --config {file.Path}"));
        var bySocket = await HostInvocation.RunAsync(command, "--socket", "/nowhere/proxy.sock");
        Assert.That(bySocket, Is.EqualTo(new HostInvocation(1, "", Lines("proxy: no proxy runs there: nobody listens on /nowhere/proxy.sock"))));
        var byMissing = await HostInvocation.RunAsync(command, "--config", "/nowhere/proxy.json");
        Assert.That(byMissing, Is.EqualTo(new HostInvocation(1, "", Lines("proxy: /nowhere/proxy.json: no such file"))));
        file.Write(Valid.Replace("{ \"listeners\"", "{ \"control\": { \"socket\": null }, \"listeners\"", StringComparison.Ordinal));
        Assert.That((await HostInvocation.RunAsync(command, "--config", file.Path)).Error, Does.Contain("there is no control socket"));
    }

    [TestCase("reload")]
    [TestCase("status")]
    public async Task Named_socket_in_a_file_that_is_no_JSON_is_asked_for_and_the_error_told(string command)
    {
        using var file = new ConfigFile("{ bad");
        var result = await HostInvocation.RunAsync(command, "--config", file.Path);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.Contain("name it with --socket").And.Contain($"{file.Path}:1:3: a key in double quotes"));
        Assert.That(result.Error, Does.Not.Contain("no proxy runs"));
    }

    [TestCase("reload")]
    [TestCase("status")]
    public async Task Proxy_that_takes_nobody_any_more_is_not_waited_for(string command)
    {
        using var file = new ConfigFile(Valid);
        var path = Path.Combine(RunDirectory.Own!, RunDirectory.FileName(file.Path));
        Directory.CreateDirectory(RunDirectory.Own!);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(0);
        using var first = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await first.ConnectAsync(listener.LocalEndPoint!);
        var result = await HostInvocation.RunAsync(command, "--config", file.Path).WaitAsync(Patience.Time);
        Assert.That(result, Is.EqualTo(new HostInvocation(1, "", Lines($"proxy: {path}: the proxy there does not answer: it takes no further connections"))));
    }

    [Test]
    public async Task Control_characters_of_the_file_do_not_reach_the_terminal()
    {
        using var file = new ConfigFile(Valid);
        using var host = await RunAsync(file);
        file.Write(Valid.Replace("\"upstream\": \"a\"", "\"upstream\": \"\\u001b[2J\"", StringComparison.Ordinal));
        var result = await HostInvocation.RunAsync("reload", "--config", file.Path);
        Assert.That(result.Error, Does.Contain("\"\\u001b[2J\"").And.Not.Contain("\u001b"));
        var check = await HostInvocation.RunAsync("check", "--config", file.Path);
        Assert.That(check.Error, Does.Contain("\"\\u001b[2J\"").And.Not.Contain("\u001b"));
        file.Write(Valid.Replace("\"web\"", "\"w\\u001b[2J\"", StringComparison.Ordinal));
        Assert.That((await HostInvocation.RunAsync("reload", "--config", file.Path)).ExitCode, Is.Zero);
        var status = await HostInvocation.RunAsync("status", "--config", file.Path);
        Assert.That(status.Output, Does.Contain("(w\\u001b[2J)").And.Not.Contain("\u001b"));
        Assert.That(await host.StopAsync(), Is.Zero);
    }

    private static async Task<RunningHost> RunAsync(ConfigFile file)
    {
        var host = new RunningHost("run", "--config", file.Path);
        await host.LineAsync("listening on ");
        return host;
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + Environment.NewLine));
}
