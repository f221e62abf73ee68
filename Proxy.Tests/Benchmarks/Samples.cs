using Proxy.Benchmarks.Compare.Results;

namespace Proxy.Tests.Benchmarks;

/// <summary>Made-up results.</summary>
internal static class Samples
{
    public static PeerResult Peer(string name, params double[] cpuMicroseconds) => new()
    {
        Name = name,
        Title = name,
        Color = "#123456",
        CommandLine = name,
        Rounds = [.. cpuMicroseconds.Select((cpu, index) => Round(index + 1, cpu))],
    };

    private static RoundResult Round(int round, double cpuMicroseconds) => new()
    {
        Round = round,
        Requests = 1000,
        RequestsPerSecond = 1000,
        CpuMicrosecondsPerRequest = cpuMicroseconds,
        P50Microseconds = 100,
        P99Microseconds = 200,
        ProportionalBytes = 1 << 20,
        CoresBusy = 1,
        OriginConnections = 0,
    };
}
