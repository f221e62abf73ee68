using NUnit.Framework;
using Proxy.Core;
using Proxy.Host.Running;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Host.Running;

[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class AccessLogFileTests
{
    private string _folder = "";
    private string _path = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("proxy-test-").FullName;
        _path = Path.Combine(_folder, "access.log");
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void New_file_is_not_for_everybody()
    {
        using var log = AccessLogFile.Open(_path);
        Assert.That(File.GetUnixFileMode(_path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite), Is.EqualTo(UnixFileMode.None));
        Assert.That(File.GetUnixFileMode(_path) & UnixFileMode.UserWrite, Is.EqualTo(UnixFileMode.UserWrite));
    }

    [Test]
    public void Lines_go_to_the_end_that_the_file_has_then()
    {
        File.WriteAllText(_path, "before\n");
        using var log = AccessLogFile.Open(_path);
        log.Write("one\n"u8);
        File.AppendAllText(_path, "another's\n");
        log.Write("two\n"u8);
        Assert.That(File.ReadAllText(_path), Is.EqualTo("before\none\nanother's\ntwo\n"));
        File.WriteAllText(_path, "");
        log.Write("three\n"u8);
        Assert.That(File.ReadAllText(_path), Is.EqualTo("three\n"), "no hole where a file was cut short");
    }

    [Test]
    public void File_that_was_moved_away_is_made_anew()
    {
        using var log = AccessLogFile.Open(_path);
        log.Write("one\n"u8);
        File.Move(_path, _path + ".1");
        log.Write("two\n"u8);
        log.Reopen();
        log.Write("three\n"u8);
        Assert.That((File.ReadAllText(_path + ".1"), File.ReadAllText(_path)), Is.EqualTo(("one\ntwo\n", "three\n")));
    }

    [Test]
    public void Log_goes_on_in_the_old_file_where_none_can_be_made()
    {
        using var log = AccessLogFile.Open(_path);
        File.Move(_path, _path + ".1");
        Directory.CreateDirectory(_path);
        Assert.That(log.Reopen, Throws.InstanceOf<IOException>());
        log.Write("one\n"u8);
        Assert.That(File.ReadAllText(_path + ".1"), Is.EqualTo("one\n"));
    }

    [Test]
    public async Task Nothing_is_lost_between_two_files_while_lines_are_written()
    {
        const int count = 50_000;
        using var log = AccessLogFile.Open(_path);
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                log.Write("line\n"u8);
            }
        });
        var files = 0;
        while (!writing.IsCompleted)
        {
            File.Move(_path, $"{_path}.{files++}");
            log.Reopen();
        }

        await writing;
        Assert.That(Directory.GetFiles(_folder).Sum(file => File.ReadLines(file).Count()), Is.EqualTo(count), $"{files} files");
    }

    [Test]
    public void What_cannot_be_written_is_told_with_its_path()
    {
        var missing = Path.Combine(_folder, "no", "access.log");
        Assert.That(() => AccessLogFile.Open(missing), Throws.InstanceOf<ProxyStartException>().With.Message.EqualTo($"cannot write the access log {missing}: No such file or directory"));
        Assert.That(() => AccessLogFile.Open(_folder), Throws.InstanceOf<ProxyStartException>().With.Message.EqualTo($"cannot write the access log {_folder}: Is a directory"));
    }

    [Test]
    public async Task Named_pipe_is_refused_without_a_reader_and_waits_for_one_that_is_slow()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_path]))
        {
            await made.WaitForExitAsync();
        }

        Assert.That(() => AccessLogFile.Open(_path), Throws.InstanceOf<ProxyStartException>());
        using var reader = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite);
        using var log = AccessLogFile.Open(_path);
        var lines = new byte[1024 * 1024];
        var writing = Task.Run(() => log.Write(lines));
        await reader.ReadExactlyAsync(new byte[lines.Length]).AsTask().WaitAsync(Patience.Time);
        await writing.WaitAsync(Patience.Time);
    }
}
