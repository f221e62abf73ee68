namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>Every fault, in the order in which they are tried.</summary>
internal static class FaultCatalog
{
    public static IReadOnlyList<Fault> All { get; } = [new KillFault(), new PauseFault(), new RestartFault(), new BlackholeFault(), new SlowFault()];

    public static Fault? Find(string name) => All.FirstOrDefault(fault => fault.Name == name);
}
