using NUnit.Framework;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>One run of curl, with what it received in a file.</summary>
internal sealed class Curl : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proxy-curl-").FullName;

    /// <summary>The body of the last transfer.</summary>
    public byte[] Body => File.ReadAllBytes(BodyFile);

    public string Text => File.ReadAllText(BodyFile);

    /// <summary>What it said of the last run's heads and connections (<c>--verbose</c>).</summary>
    public string Log { get; private set; } = "";

    private string BodyFile => Path.Combine(_folder, "body");

    public static void Require() => Tool.Require("curl", "curl");

    /// <summary>A file with these bytes, to be sent.</summary>
    public string FileOf(byte[] content)
    {
        var path = Path.Combine(_folder, "upload");
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs it; what it writes of each transfer, as the format asks for.</summary>
    /// <param name="format">Variables of <c>--write-out</c>, as <c>%{http_code}</c>.</param>
    /// <param name="arguments">Options and one URL.</param>
    public async Task<string> RunAsync(string format, params string[] arguments) => await RunShellAsync(format, "", arguments);

    /// <summary>The same with a file as standard input.</summary>
    public async Task<string> RunFromAsync(string file, string format, params string[] arguments) => await RunShellAsync(format, $"< '{file}'", arguments);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunShellAsync(string format, string redirection, string[] arguments)
    {
        File.Delete(BodyFile);
        string[] all = ["--silent", "--show-error", "--verbose", "--max-time", "30", "--output", BodyFile, "--write-out", format, .. arguments];
        var result = await Tool.RunAsync("bash", ["-c", $"exec curl \"$@\" {redirection}", "curl", .. all]);
        Log = result.Error;
        TestContext.Out.WriteLine(Log);
        return result.Output;
    }
}
