using System.Collections.Concurrent;
using System.Diagnostics;

namespace Proxy.Tests.Soak;

/// <summary>What happened so far: counts by name, and everything that went wrong.</summary>
internal sealed class SoakTally
{
    /// <summary>What origins did.</summary>
    public const string Origin = "origin ";

    /// <summary>Kinds of clients.</summary>
    public const string Client = "client ";

    /// <summary>How requests ended.</summary>
    public const string Outcome = "outcome ";

    private const int MostFailures = 20;

    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private long _requests;
    private long _whole;
    private long _bytes;
    private long _longest;

    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Responses that came whole, with the right hash.</summary>
    public long Whole => Volatile.Read(ref _whole);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The longest exchange.</summary>
    public TimeSpan Longest => TimeSpan.FromMilliseconds(Volatile.Read(ref _longest));

    public IReadOnlyList<string> Failures => [.. _failures];

    /// <summary>Too much went wrong to go on.</summary>
    public bool IsFull => _failures.Count >= MostFailures;

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountWhole(long bytes)
    {
        Interlocked.Increment(ref _whole);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void CountTime(long since)
    {
        var time = (long)Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        for (var longest = Volatile.Read(ref _longest); time > longest;)
        {
            longest = Interlocked.CompareExchange(ref _longest, time, longest);
        }
    }

    /// <summary>Something of a kind happened.</summary>
    public void Count(string kind, string what) => _counts.AddOrUpdate(kind + what, 1, static (_, count) => count + 1);

    public long Of(string kind, string what) => _counts.GetValueOrDefault(kind + what);

    public void Fail(string what)
    {
        if (!IsFull)
        {
            _failures.Enqueue(what);
        }
    }

    /// <summary>The counts of a kind, the most frequent first.</summary>
    public string Describe(string kind) => string.Join(
        ' ',
        _counts.Where(pair => pair.Key.StartsWith(kind, StringComparison.Ordinal))
            .OrderByDescending(pair => pair.Value)
            .Select(pair => $"{pair.Key[kind.Length..]} {pair.Value}"));
}
