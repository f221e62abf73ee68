using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>An origin that answers clients with its name, and probes as it is told to.</summary>
internal sealed class ProbedOrigin : IDisposable
{
    public const string Path = "/healthz";
    public const string Well = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly string _name;
    private readonly ScriptedOrigin _origin;
    private int _probes;

    public ProbedOrigin(string name, AddressKind kind = AddressKind.IPv4) => (_name, _origin) = (name, ScriptedOrigin.Start(ServeAsync, kind));

    public string Address => _origin.Address;

    /// <summary>What a probe is answered; null for silence, empty for an end without an answer.</summary>
    public string? Answer { get; set; } = Well;

    /// <summary>Probes that came.</summary>
    public int Probes => Volatile.Read(ref _probes);

    public ScriptedOrigin Origin => _origin;

    public void Dispose() => _origin.Dispose();

    private async Task ServeAsync(OriginConnection connection)
    {
        while (await connection.NextAsync() is { } request)
        {
            if (!request.StartLine.Contains(Path, StringComparison.Ordinal))
            {
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {_name.Length}\r\n\r\n{_name}");
                continue;
            }

            var answer = Answer;
            Interlocked.Increment(ref _probes);
            if (answer is null)
            {
                await connection.ReadToEndAsync();
            }
            else
            {
                await connection.SendAsync(answer);
            }

            return;
        }
    }
}
