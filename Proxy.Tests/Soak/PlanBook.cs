using System.Collections.Concurrent;

namespace Proxy.Tests.Soak;

/// <summary>The requests under way, and those of the last while: a request that turns up late has to be known for what it is.</summary>
internal sealed class PlanBook
{
    private const int Kept = 100_000;

    private readonly ConcurrentDictionary<long, SoakPlan> _plans = new();
    private readonly ConcurrentQueue<long> _order = new();

    public void Add(SoakPlan plan)
    {
        _plans[plan.Id] = plan;
        _order.Enqueue(plan.Id);
        if (_order.Count > Kept && _order.TryDequeue(out var oldest))
        {
            _plans.TryRemove(oldest, out _);
        }
    }

    public SoakPlan? Find(string? id) => long.TryParse(id, out var number) && _plans.TryGetValue(number, out var plan) ? plan : null;
}
