namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>The origins behind a peer.</summary>
internal sealed class OriginSet : IAsyncDisposable
{
    private readonly List<OriginProcess> _origins = [];

    private OriginSet()
    {
    }

    public IReadOnlyList<OriginProcess> Origins => _origins;

    public IReadOnlyList<int> Ports => [.. _origins.Select(origin => origin.Port)];

    public IReadOnlyList<Ledger> Ledgers => [.. _origins.Select(origin => origin.Ledger)];

    /// <summary>Starts them beside each other, once they were told how to behave.</summary>
    public static async Task<OriginSet> StartAsync(
        int count, string directory, int requests, int? core, Action<int, Ledger> configure, CancellationToken cancellation)
    {
        var set = new OriginSet();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var origin = new OriginProcess(directory, $"origin-{i + 1}", requests, core);
                set._origins.Add(origin);
                configure(i, origin.Ledger);
            }

            await Task.WhenAll(set._origins.Select(origin => origin.StartAsync(cancellation)));
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var origin in _origins)
            await origin.DisposeAsync();
    }
}
