using System.Text;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// A file with one endpoint a line. Every second its bytes are compared with those seen before (stamps miss what links on the way to it do, and two
/// writes in one tick of the clock), and it is read when they were the same twice: a file that is just being written is not.
/// </summary>
internal sealed class FileSource : IEndpointSource
{
    private const int MaxBytes = 1024 * 1024;

    private readonly string _path;
    private readonly HostLookup _lookup;
    private readonly HoldTimes _times;
    private readonly TimeProvider _clock;
    private readonly RetryDelay _retry;
    private byte[]? _seen;
    private byte[]? _tried;
    private long _triedAt;
    private TimeSpan _holds;
    private SourceAnswer? _answer;
    private EndpointSourceException? _problem;

    /// <param name="name">The endpoint as the operator wrote it.</param>
    /// <param name="path">The file.</param>
    /// <param name="lookup">Finds the addresses of names in the file.</param>
    /// <param name="times">How long these hold.</param>
    /// <param name="clock">The time.</param>
    /// <param name="random">What spreads further tries.</param>
    public FileSource(string name, string path, HostLookup lookup, HoldTimes times, TimeProvider clock, Random random)
    {
        (Name, _path, _lookup, _times, _clock) = (name, path, lookup, times, clock);
        _retry = new RetryDelay(random);
    }

    public string Name { get; }

    public TimeSpan? Pace => TimeSpan.FromSeconds(1);

    public async Task<SourceAnswer> LookUpAsync(CancellationToken cancellationToken)
    {
        var now = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var isStill = _seen is null || now.AsSpan().SequenceEqual(_seen);
        var isTried = _tried is not null && now.AsSpan().SequenceEqual(_tried);
        _seen = now;
        if (isTried ? _clock.GetElapsedTime(_triedAt) >= _holds : isStill || _tried is null)
        {
            await TryAsync(now, cancellationToken).ConfigureAwait(false);
        }

        return _problem is null ? _answer! : throw _problem;
    }

    // A file that is wrong is so until it changes; a name in it that nobody can tell about is asked for again, not at each look.
    private async Task TryAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            var (endpoints, holds) = await ParseAsync(bytes, cancellationToken).ConfigureAwait(false);
            (_answer, _problem, _holds) = (new(endpoints, null), null, holds);
            _retry.Reset();
        }
        catch (EndpointSourceException exception)
        {
            (_problem, _holds) = (exception, exception.IsTemporary ? _retry.Next() : TimeSpan.MaxValue);
        }

        (_tried, _triedAt) = (bytes, _clock.GetTimestamp());
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                // What is appended meanwhile is seen at the next look.
                var bytes = new byte[file.Length <= MaxBytes ? file.Length : throw Unreadable($"is larger than {MaxBytes >> 20} MiB")];
                var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return length < bytes.Length ? bytes[..length] : bytes;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable("does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable($"cannot be read: {exception.Message}", exception);
        }
    }

    private EndpointSourceException Unreadable(string problem, Exception? inner = null) => new($"{_path} {problem}", isTemporary: false, inner);

    private async Task<(List<DiscoveredEndpoint> Endpoints, TimeSpan Holds)> ParseAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        var (endpoints, holds, number) = (new List<DiscoveredEndpoint>(), TimeSpan.MaxValue, 0);
        using var lines = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            number++;
            try
            {
                if (EndpointLine.Parse(text) is { } line)
                {
                    var time = await line.AddToAsync(endpoints, _lookup, _times, cancellationToken).ConfigureAwait(false);
                    holds = time < holds ? time : holds;
                }
            }
            catch (EndpointSourceException exception)
            {
                throw new EndpointSourceException($"{_path}:{number}: {exception.Message}", exception.IsTemporary, exception);
            }
        }

        // More likely cut off than meant: who wants no endpoint drains those there are.
        return endpoints.Count > 0 ? (endpoints, holds) : throw new EndpointSourceException($"{_path} has no endpoint in it", isTemporary: false);
    }
}
