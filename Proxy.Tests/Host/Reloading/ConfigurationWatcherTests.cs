using NUnit.Framework;
using Proxy.Host.Reloading;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Host.Reloading;

public class ConfigurationWatcherTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private FileStamp[] _now = [Stamp(1)];
    private FileStamp[] _read = [Stamp(1)];
    private int _changed;

    [SetUp]
    public void Reset() => (_now, _read, _changed) = ([Stamp(1)], [Stamp(1)], 0);

    [Test]
    public void Change_is_told_when_it_has_been_still_for_a_second()
    {
        using var watcher = Watch();
        Turn(3, 0, "nothing has changed");
        _now = [Stamp(2)];
        Turn(1, 0, "it has just changed");
        _now = [Stamp(3)];
        Turn(1, 0, "it is still being written");
        Turn(1, 1, "it is still");
        Turn(2, 3, "nobody has read it yet");
        _read = _now;
        Turn(3, 3, "it was read");
    }

    [Test]
    public void What_was_changed_back_is_no_change()
    {
        using var watcher = Watch();
        _now = [Stamp(2)];
        Turn(1, 0, "it has just changed");
        _now = [Stamp(1)];
        Turn(3, 0, "it is as it was");
    }

    [Test]
    public void Further_files_count_as_well()
    {
        using var watcher = Watch();
        _now = [Stamp(1), Stamp(7)];
        Turn(2, 1, "one came");
    }

    [Test]
    public void Watch_may_be_switched_off_and_on()
    {
        using var watcher = Watch();
        watcher.IsOn = false;
        _now = [Stamp(2)];
        Turn(5, 0, "off");
        watcher.IsOn = true;
        Turn(2, 1, "on");
    }

    private static FileStamp Stamp(int length) => new(default, length);

    private ConfigurationWatcher Watch() => new(() => _now, () => _read, () => _changed++, _clock) { IsOn = true };

    private void Turn(int seconds, int changed, string why)
    {
        for (var i = 0; i < seconds; i++)
        {
            _clock.Advance(Second);
        }

        Assert.That(_changed, Is.EqualTo(changed), why);
    }
}
