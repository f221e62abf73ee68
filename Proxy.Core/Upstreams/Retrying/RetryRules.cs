using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Observability;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Retrying;

/// <summary>What is tried again, compiled; immutable.</summary>
internal sealed class RetryRules
{
    private const int FirstStatus = 400;

    private readonly bool[] _statuses = [];
    private readonly RetryConditions _on;
    private readonly long _backOffBase;
    private readonly long _backOffMax;

    public RetryRules(RetryOptions options)
    {
        (Attempts, Budget, _on) = (options.Attempts, options.Budget, options.On);
        MaxBodyBytes = options.Attempts > 1 ? options.MaxBodyBytes : 0;
        PerTry = options.PerTryTimeout is { } time ? Math.Max(1, (long)time.TotalMilliseconds) : long.MaxValue;
        Stall = options.PerTryTimeout is null ? null : new StallLimits(PerTry);
        if (options.BackOff is { } backOff)
        {
            (_backOffBase, _backOffMax) = ((long)backOff.Base.TotalMilliseconds, (long)backOff.Max.TotalMilliseconds);
        }

        if (options.Statuses.Count > 0 && options.Attempts > 1)
        {
            _statuses = new bool[600 - FirstStatus];
            foreach (var status in options.Statuses)
            {
                _statuses[status - FirstStatus] = true;
            }
        }
    }

    /// <summary>Tries in all.</summary>
    public int Attempts { get; }

    public RetryBudgetOptions Budget { get; }

    /// <summary>Bytes of a body that are kept while it is passed on; 0 for none.</summary>
    public int MaxBodyBytes { get; }

    /// <summary>Milliseconds of one try; <see cref="long.MaxValue"/> where nothing bounds it but the route.</summary>
    public long PerTry { get; }

    /// <summary>The same, for the sending of a body that is held; null where nothing bounds it.</summary>
    public StallLimits? Stall { get; }

    public bool Allows(RetryReason reason) => reason switch
    {
        RetryReason.ConnectFailure => _on.HasFlag(RetryConditions.ConnectFailure),
        RetryReason.Reset => _on.HasFlag(RetryConditions.Reset),
        RetryReason.Timeout => _on.HasFlag(RetryConditions.Timeout),
        _ => true,
    };

    /// <summary>True for the statuses of responses that are dropped for another try.</summary>
    public bool Drops(int status)
    {
        var index = (uint)(status - FirstStatus);
        return index < (uint)_statuses.Length && _statuses[index];
    }

    /// <summary>Milliseconds to wait behind so many tries, by chance: the more widely requests that failed together are scattered, the fewer come back together.</summary>
    public long BackOff(int tries, LoopRandom random) =>
        _backOffMax == 0 ? 0 : random.Next((int)Math.Min(_backOffMax, _backOffBase << (tries - 1)) + 1);
}
