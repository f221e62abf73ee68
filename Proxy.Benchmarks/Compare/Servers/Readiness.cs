using System.Diagnostics;

namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>Waits until a server answers, and checks that the answer is the right one.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks for <paramref name="path"/> until it comes with status 200 and <paramref name="bodyBytes"/> bytes of content.</summary>
    /// <exception cref="ScenarioFailedException">It ended, answered wrongly, or not within 20 s.</exception>
    public static async Task WaitAsync(ServerProcess server, string path, int bodyBytes, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Limit };
        var address = new Uri($"http://127.0.0.1:{server.Launch.Port}{path}");
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(address, cancellation);
                var body = await response.Content.ReadAsByteArrayAsync(cancellation);
                if ((int)response.StatusCode == 200 && body.Length == bodyBytes)
                    return;
                throw new ScenarioFailedException(
                    $"{server.Launch.Name} answered {path} with status {(int)response.StatusCode} and {body.Length} bytes, not 200 and {bodyBytes}.");
            }
            catch (HttpRequestException) when (!server.HasExited && clock.Elapsed < Limit)
            {
                await Task.Delay(Interval, cancellation);
            }
            catch (HttpRequestException error)
            {
                var what = server.HasExited ? "ended instead of listening" : $"did not answer within {Limit.TotalSeconds:0} s ({error.Message})";
                throw new ScenarioFailedException($"{server.Launch.Name} {what}: {server.Launch.CommandLine}\n{server.LastLines}");
            }
        }
    }
}
