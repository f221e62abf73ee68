using System.Net;
using Proxy.Tests.EndToEnd;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Soak;

/// <summary>The native binary: its memory and its descriptors as the system counts them.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class BinaryTarget : ISoakTarget
{
    private static readonly TimeSpan PoolsAndPipesAreClosed = TimeSpan.FromSeconds(30);

    private readonly BinaryProcess _process;
    private readonly ResidentSize _resident = new();
    private int _descriptorsAtRest;
    private int _descriptors;

    private BinaryTarget(BinaryProcess process) => _process = process;

    public IPEndPoint EndPoint => _process.EndPoint;

    public static async Task<ISoakTarget> StartAsync(string[] origins) =>
        new BinaryTarget(await BinaryProcess.ListenConfiguredAsync(origins, SoakConfiguration.Keys));

    public async Task BeginAsync()
    {
        // The runtime opens what it needs within the first moments.
        var before = -1;
        await Patience.UntilAsync(() => before == (before = _process.Descriptors()), "the binary is at rest");
        _descriptorsAtRest = before;
    }

    public void Sample(double progress)
    {
        _descriptors = _process.Descriptors();
        _resident.Add(progress, _process.ResidentKiB());
    }

    public string Describe() => $"RSS {_resident.Last} KiB, {_descriptors} descriptors, {_process.Connections()} connections";

    public async Task EndAsync(SoakTally tally)
    {
        try
        {
            await Patience.UntilAsync(() => _process.Descriptors() <= _descriptorsAtRest, "descriptors close", PoolsAndPipesAreClosed);
        }
        catch (TimeoutException)
        {
            tally.Fail($"{_process.Descriptors()} descriptors are left of {_descriptorsAtRest} before the load, {_process.Connections()} of them connections");
        }

        if (_resident.Growth() is { } growth)
        {
            tally.Fail(growth);
        }

        if (_process.HasExited || _process.Output.Contains("fault", StringComparison.OrdinalIgnoreCase))
        {
            tally.Fail($"the binary says: {_process.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Signal(BinaryProcess.Terminate);
            await _process.EndAsync();
        }

        _process.Dispose();
    }
}
