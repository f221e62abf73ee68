namespace Proxy.Core.Configuration;

/// <summary>One line for each request. Where lines go is given by <see cref="ProxyServerBuilder.UseAccessLog"/>; they never hold a request up.</summary>
public sealed record AccessLogOptions
{
    /// <summary>How a line looks: default <see cref="AccessLogFormat.Combined"/>.</summary>
    public AccessLogFormat Format { get; init; } = AccessLogFormat.Combined;

    /// <summary>
    /// The file, for a host that writes files; <c>-</c>, the default, is standard output. It is appended to, and made with mode 0640 where there is none.
    /// </summary>
    public string Path { get; init; } = "-";

    /// <summary>
    /// Bytes of lines each event loop keeps until they are written: default 128 KiB, range 32 KiB to 16 MiB. Where the file is so slow that they are
    /// full, lines are dropped and counted; requests do not wait.
    /// </summary>
    public int BufferBytes { get; init; } = 128 * 1024;

    /// <summary>How long a line may wait for others to be written with: default 200 ms, range 1 ms to 1 min. A crash loses what waits.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(200);
}
