namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>Which core the proxy under test gets, and which one the load generator and the origin share.</summary>
/// <param name="ProxyCore">Null when nothing can be pinned.</param>
/// <param name="LoadCore">Null when nothing can be pinned.</param>
/// <param name="CoreCount">Cores this process may use.</param>
/// <param name="Note">The plan in words, for the report.</param>
internal sealed record CorePlan(int? ProxyCore, int? LoadCore, int CoreCount, string Note)
{
    public static CorePlan Detect(bool canPin)
    {
        var cores = AllowedCores();
        if (cores.Count < 2)
            return new CorePlan(null, null, cores.Count, "nothing is pinned: only one core may be used, so proxy and load compete for it");
        if (!canPin)
            return new CorePlan(null, null, cores.Count, "nothing is pinned: taskset was not found");
        var proxyCore = cores[0];
        var siblings = Siblings(proxyCore);

        // Two hardware threads of one core slow each other down: the load takes another core where there is one.
        var others = cores.Where(core => !siblings.Contains(core)).ToList();
        var loadCore = others.Count > 0 ? others[0] : cores[1];
        var note = $"proxy on core {proxyCore}, load generator and origin on core {loadCore}";
        return new CorePlan(proxyCore, loadCore, cores.Count, others.Count > 0 ? note : note + " (two hardware threads of one core)");
    }

    private static IReadOnlyList<int> AllowedCores()
    {
        const string Key = "Cpus_allowed_list:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal));
        return line is null ? [.. Enumerable.Range(0, Environment.ProcessorCount)] : CpuList.Parse(line[Key.Length..]);
    }

    private static IReadOnlyList<int> Siblings(int core)
    {
        var path = $"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list";
        return File.Exists(path) ? CpuList.Parse(File.ReadAllText(path)) : [core];
    }
}
