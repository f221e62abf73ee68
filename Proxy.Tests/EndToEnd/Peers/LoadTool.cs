using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>Load generators, each run for so many requests, all of which have to be answered well.</summary>
internal static class LoadTool
{
    public static void RequireH2Load() => Tool.Require("h2load", "nghttp2-client");

    public static void RequireAb() => Tool.Require("ab", "apache2-utils");

    public static void RequireWrk() => Tool.Require("wrk", "wrk");

    /// <summary>h2load in its HTTP/1.1 mode.</summary>
    public static async Task H2LoadAsync(int requests, params string[] arguments)
    {
        var output = (await Tool.RunAsync("h2load", ["--h1", Inv($"--requests={requests}"), .. arguments])).Output;
        var all = Inv($"requests: {requests} total, {requests} started, {requests} done, {requests} succeeded, 0 failed, 0 errored, 0 timeout");
        Assert.That(output, Does.Contain(all).And.Contain(Inv($"status codes: {requests} 2xx, 0 3xx, 0 4xx, 0 5xx")));
    }

    /// <summary>ab, which speaks HTTP/1.0; how many requests it sent on a connection that was open already.</summary>
    public static async Task<int> AbAsync(int requests, params string[] arguments)
    {
        var output = (await Tool.RunAsync("ab", ["-q", "-n", Inv($"{requests}"), .. arguments])).Output;
        int Counted(string what) => CountOf(output, $@"^{what}: +(\d+)");
        Assert.That((Counted("Complete requests"), Counted("Failed requests"), Counted("Non-2xx responses")), Is.EqualTo((requests, 0, 0)), output);
        return Counted("Keep-Alive requests");
    }

    /// <summary>wrk with 16 requests on the way on each of its connections; how many were answered.</summary>
    /// <param name="url">The proxy's.</param>
    /// <param name="body">What each response has to bring.</param>
    public static async Task<int> PipelineAsync(Uri url, string body)
    {
        var script = Path.Combine(Repository.Root, "Proxy.Tests", "EndToEnd", "Peers", "pipeline.lua");
        var output = (await Tool.RunAsync("wrk", "-t", "1", "-c", "16", "-d", "1s", "-s", script, $"{url}", body)).Output;
        var answered = CountOf(output, @"^answered (\d+) ");
        Assert.That(output, Does.Contain(Inv($"answered {answered} good {answered} bad 0 status 0 sockets 0")));
        return answered;
    }

    private static int CountOf(string output, string pattern)
    {
        var match = Regex.Match(output, pattern, RegexOptions.Multiline);
        return match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
