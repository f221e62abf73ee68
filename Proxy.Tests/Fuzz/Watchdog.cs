namespace Proxy.Fuzz;

/// <summary>Ends the program over an input that is never done with: nothing else gets out of a parser that loops.</summary>
internal sealed class Watchdog : IDisposable
{
    // Longer than an exchange waits before it is called hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FailureLog _failures;
    private readonly Timer _timer;
    private byte[]? _input;
    private byte[]? _before;
    private TimeSpan _since;

    public Watchdog(FailureLog failures) => (_failures, _timer) = (failures, new Timer(_ => Look(), null, Interval, Interval));

    /// <summary>The next input is begun.</summary>
    public void Begin(byte[] input) => Volatile.Write(ref _input, input);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var input = Volatile.Read(ref _input);
        _since = input == _before ? _since + Interval : TimeSpan.Zero;
        _before = input;
        if (input is not null && _since >= Patience)
        {
            _failures.Write(input, new TimeoutException($"An input is not done with after {Patience}."));
            Environment.Exit(1);
        }
    }
}
