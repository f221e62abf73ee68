using System.Diagnostics;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>The access log as an operator has it: a file that is rotated, standard output, a reader that does not read.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class BinaryAccessLogTests
{
    private string _folder = "";
    private string _path = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("proxy-test-").FullName;
        _path = Path.Combine(_folder, "access.log");
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("combined")]
    [TestCase("json")]
    public async Task Rotation_under_load_loses_no_line(string format)
    {
        const int clients = 8, each = 500, rotations = 10;
        using var origin = ScriptedOrigin.Answering();
        using var proxy = await BinaryProcess.ListenConfiguredAsync([origin.Address], $"\"accessLog\": {{ \"format\": \"{format}\", \"path\": \"{_path}\" }}");
        var load = Enumerable.Range(0, clients).Select(client => AskAsync(proxy, client, each)).ToArray();
        for (var i = 0; i < rotations; i++)
        {
            File.Move(_path, $"{_path}.{i}");
            proxy.Signal(BinaryProcess.User1);
            await Patience.UntilAsync(() => File.Exists(_path), "the file is made anew");
        }

        await Task.WhenAll(load).WaitAsync(4 * Patience.Time);
        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.Zero);
        var lines = Directory.GetFiles(_folder).SelectMany(File.ReadAllLines).ToArray();
        var asked = Enumerable.Range(0, clients).SelectMany(client => Enumerable.Range(0, each).Select(i => $"/{client}/{i}"));
        var logged = lines.Select(line => line.Split(format == "json" ? "\"target\":\"" : "GET ")[1].Split(' ', '"')[0]);
        Assert.That(logged, Is.EquivalentTo(asked));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(rotations + 1));
    }

    [Test]
    public async Task Standard_output_takes_it()
    {
        using var origin = ScriptedOrigin.Answering();
        using var proxy = await BinaryProcess.ListenConfiguredAsync([origin.Address], "\"accessLog\": { \"flushInterval\": \"10ms\" }");
        using var client = await RawClient.ConnectAsync(proxy.EndPoint);
        await client.GetAsync("/seen");
        await Patience.UntilAsync(() => proxy.Output.Contains("\"GET /seen HTTP/1.1\" 200 5 \"-\" \"-\"", StringComparison.Ordinal), "the line is printed");
        proxy.Signal(BinaryProcess.User1);
        await Patience.UntilAsync(() => proxy.Output.Contains("log files opened anew", StringComparison.Ordinal), "the signal is taken");
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Signal_without_a_log_is_no_end()
    {
        using var origin = ScriptedOrigin.Answering();
        using var proxy = await BinaryProcess.ListenAsync([origin.Address]);
        proxy.Signal(BinaryProcess.User1);
        await Patience.UntilAsync(() => proxy.Output.Contains("opened anew", StringComparison.Ordinal), "the signal is taken");
        using var client = await RawClient.ConnectAsync(proxy.EndPoint);
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Reader_that_does_not_read_holds_up_neither_requests_nor_the_stop()
    {
        using (var made = Process.Start("mkfifo", [_path]))
        {
            await made.WaitForExitAsync();
        }

        using var silent = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite);
        using var origin = ScriptedOrigin.Answering();
        using var proxy = await BinaryProcess.ListenConfiguredAsync([origin.Address], $"\"accessLog\": {{ \"path\": \"{_path}\", \"bufferBytes\": \"32KiB\" }}");
        await AskAsync(proxy, client: 0, count: 2_000);
        var watch = Stopwatch.StartNew();
        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.Zero);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        Assert.That(proxy.Output, Does.Contain("access log: the last lines were not taken"));
    }

    [Test]
    public async Task File_that_cannot_be_written_is_one_clear_line()
    {
        var file = Path.Combine(_folder, "proxy.json");
        await File.WriteAllTextAsync(file, $$"""
            { "listeners": { "web": { "address": "127.0.0.1:0" } }, "routes": [ { "upstream": "site" } ],
              "upstreams": { "site": { "endpoints": [ "127.0.0.1:1" ] } }, "accessLog": { "path": "{{_folder}}" } }
            """);
        var (exitCode, output) = await BinaryProcess.RunAsync("run", "--config", file);
        Assert.That((exitCode, output), Is.EqualTo((1, $"proxy: cannot write the access log {_folder}: Is a directory")));
    }

    private static async Task AskAsync(BinaryProcess proxy, int client, int count)
    {
        using var connection = await RawClient.ConnectAsync(proxy.EndPoint);
        for (var i = 0; i < count; i++)
        {
            Assert.That((await connection.GetAsync($"/{client}/{i}")).Status, Is.EqualTo(200));
        }
    }
}
