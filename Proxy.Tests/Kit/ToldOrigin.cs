namespace Proxy.Tests.Kit;

/// <summary>An origin that expects a PROXY header, and answers every request with what the header of its connection told.</summary>
internal static class ToldOrigin
{
    /// <param name="isBinary">It expects version 2.</param>
    /// <param name="hold">Where there is one, a response waits for a turn of it.</param>
    public static ScriptedOrigin Start(bool isBinary, SemaphoreSlim? hold = null) => ScriptedOrigin.Start(async connection =>
    {
        var told = await ProxyHeaderReader.ReadAsync(connection, isBinary);
        while (await connection.NextAsync() is not null)
        {
            if (hold is not null)
            {
                await hold.WaitAsync(Patience.Time);
            }

            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {told.Length}\r\n\r\n{told}");
        }
    });
}
