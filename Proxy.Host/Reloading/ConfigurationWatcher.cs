namespace Proxy.Host.Reloading;

/// <summary>
/// Looks once a second whether the configuration's files have changed since they were read, and asks for a reload when they have been still for one look: a file that
/// is just being written is not read. Looking, rather than being told by the system, works on every file system and for files that are replaced.
/// </summary>
internal sealed class ConfigurationWatcher : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Func<FileStamp[]> _stamp;
    private readonly Func<FileStamp[]> _read;
    private readonly Action _changed;
    private readonly ITimer _timer;
    private FileStamp[]? _seen;
    private volatile bool _isOn;

    /// <param name="stamp">How the files stand now.</param>
    /// <param name="read">How they stood when they were read.</param>
    /// <param name="changed">Asks for a reload.</param>
    /// <param name="clock">The time; null for the system's.</param>
    public ConfigurationWatcher(Func<FileStamp[]> stamp, Func<FileStamp[]> read, Action changed, TimeProvider? clock = null)
    {
        (_stamp, _read, _changed) = (stamp, read, changed);
        _timer = (clock ?? TimeProvider.System).CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it looks.</summary>
    public bool IsOn
    {
        get => _isOn;
        set
        {
            if (value != _isOn)
            {
                _isOn = value;
                _seen = null;
                _timer.Change(value ? Interval : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    // Looks once, and again in a second.
    private void Look()
    {
        if (!_isOn)
        {
            return;
        }

        var now = _stamp();
        var isStill = _seen is not null && now.AsSpan().SequenceEqual(_seen);
        _seen = now;
        if (isStill && !now.AsSpan().SequenceEqual(_read()))
        {
            _changed();
        }

        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }
}
