namespace Proxy.Tests.Soak.Clients;

/// <summary>All kinds of clients, with how often each comes.</summary>
internal static class Sessions
{
    public static readonly (ISoakSession Session, int Weight)[] All =
    [
        (new KeepAliveSession(), 40),
        (new PipelineSession(), 12),
        (new SlowSession(), 8),
        (new HalfCloseSession(), 10),
        (new GarbageSession(), 8),
        (new LeavingSession(), 18),
        (new StalledSession(), 3),
        (new StoppedReaderSession(), 1),
    ];
}
