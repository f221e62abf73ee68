using System.Diagnostics;
using Proxy.Tests.Properties;
using Proxy.Tests.Properties.Mutation;

namespace Proxy.Fuzz;

/// <summary>The loop over one target: pick an input, mutate it, check it, keep it when it reached something new.</summary>
internal sealed class Fuzzing : IDisposable
{
    private const int Newest = 32;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly Coverage _coverage;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly FailureLog _failures;
    private readonly Watchdog _watchdog;
    private readonly List<byte[]> _corpus = [];
    private readonly Stopwatch _clock = new();
    private FuzzTarget _target;
    private long _executions;

    public Fuzzing(string name, Coverage coverage, int seed)
    {
        (_name, _coverage, _random) = (name, coverage, new Random(seed));
        _mutator = new Mutator(_random);
        _failures = new FailureLog(name);
        _watchdog = new Watchdog(_failures);
        _target = FuzzTarget.Start(name);
    }

    /// <summary>Kinds of failures found.</summary>
    public int Failures => _failures.Count;

    public void Run(TimeSpan time)
    {
        _clock.Start();
        var grown = new GrownCorpus(_name);
        foreach (var input in CorpusFile.Load(_name).Concat(grown.Load()))
        {
            Execute(input);
            _corpus.Add(input);
        }

        Report();
        for (var next = ReportEvery; _clock.Elapsed < time;)
        {
            var input = _mutator.Mutate(Pick(), _corpus);
            if (Execute(input))
            {
                _corpus.Add(input);
            }

            if (_clock.Elapsed > next)
            {
                Report();
                next += ReportEvery;
            }
        }

        Report();
        grown.Save(_corpus, ReachesMore);
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _target.Dispose();
    }

    // Half of the time one of those found last: what led there may lead on.
    private byte[] Pick()
    {
        var first = _random.Next(2) == 0 ? Math.Max(0, _corpus.Count - Newest) : 0;
        return _corpus[_random.Next(first, _corpus.Count)];
    }

    // True when the input is worth keeping.
    private bool Execute(byte[] input)
    {
        _executions++;
        _coverage.Begin();
        _watchdog.Begin(input);
        if (_failures.Check(_target.Property, input))
        {
            return _coverage.Merge(countsTurns: !_target.HasThreads);
        }

        // What a failure left behind must not make others.
        _target.Dispose();
        _target = FuzzTarget.Start(_name);
        return false;
    }

    // For the choice of what is kept for the next run: counts of turns do not matter there.
    private bool ReachesMore(byte[] input, bool isFirst)
    {
        if (isFirst)
        {
            _coverage.Forget();
        }

        _coverage.Begin();
        _watchdog.Begin(input);
        return _failures.Check(_target.Property, input) && _coverage.Merge(countsTurns: false);
    }

    private void Report() => Console.WriteLine(
        $"{_name}: {_clock.Elapsed.TotalSeconds:F0} s, {_executions} executions, {_executions / _clock.Elapsed.TotalSeconds:F0}/s, "
        + $"{_coverage.Edges} edges, {_corpus.Count} inputs in the corpus, {_failures.Count} failures");
}
