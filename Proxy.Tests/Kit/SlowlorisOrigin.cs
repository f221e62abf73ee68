using System.Diagnostics;

namespace Proxy.Tests.Kit;

/// <summary>What a crowd of slow clients asks of, and in between somebody who is not slow.</summary>
internal static class SlowlorisOrigin
{
    /// <summary>The path of somebody who is not slow.</summary>
    public const string Good = "/good";

    /// <summary>A head without its end.</summary>
    public const string SlowHead = "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ";

    /// <summary>The head before a body that does not come.</summary>
    public const string SlowBody = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";

    /// <summary>A request for more than the kernel holds for a client that does not take it.</summary>
    public const string Large = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";

    private const long LargeBytes = 32 * 1024 * 1024;

    private static long _sent;

    public static ScriptedOrigin Start() => ScriptedOrigin.Start(AnswerAsync);

    /// <summary>Waits until every buffer is full between origins and clients that take nothing: filling them keeps a machine busy.</summary>
    public static async Task UntilNothingMovesAsync()
    {
        var calm = TimeSpan.FromMilliseconds(300);
        var (last, since) = (-1L, Stopwatch.StartNew());
        await Patience.UntilAsync(
            () =>
            {
                if (last != (last = Volatile.Read(ref _sent)))
                {
                    since.Restart();
                }

                return since.Elapsed > calm;
            },
            "the buffers are full");
    }

    private static async Task AnswerAsync(OriginConnection connection)
    {
        while (true)
        {
            var request = await connection.NextHeadAsync();
            if (request.StartLine.StartsWith("POST", StringComparison.Ordinal))
            {
                await connection.ReadToEndAsync();
                return;
            }

            await (request.StartLine.StartsWith($"GET {Good} ", StringComparison.Ordinal)
                ? connection.SendAsync(OriginConnection.Hello)
                : SendLargeAsync(connection));
        }
    }

    private static async Task SendLargeAsync(OriginConnection connection)
    {
        // Two thousand times what the kernel would hold on this side as well is too much.
        connection.Socket.SendBufferSize = 4096;
        var piece = new byte[16 * 1024];
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {LargeBytes}\r\n\r\n");
        for (var sent = 0L; sent < LargeBytes; sent += piece.Length)
        {
            await connection.SendAsync(piece);
            Interlocked.Add(ref _sent, piece.Length);
        }
    }
}
