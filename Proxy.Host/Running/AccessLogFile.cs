using Microsoft.Win32.SafeHandles;
using Proxy.Core;
using Proxy.Core.Observability;
using Proxy.Host.Running.Linux;

namespace Proxy.Host.Running;

/// <summary>The access log as a file, or on standard output. A file that was moved away is made anew when asked to; what is being written meanwhile ends where it began.</summary>
internal sealed class AccessLogFile : AccessLogSink, IDisposable
{
    private const string StandardOutput = "-";

    private readonly string _path;
    private volatile SafeFileHandle _file;

    private AccessLogFile(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <exception cref="ProxyStartException">The file cannot be written.</exception>
    public static AccessLogFile Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new ProxyStartException("the access log needs Linux");
        }

        try
        {
            return new(path, path == StandardOutput ? new SafeFileHandle(LogDescriptor.StandardOutput, ownsHandle: false) : LogDescriptor.Open(path));
        }
        catch (IOException e)
        {
            throw new ProxyStartException($"cannot write the access log {path}: {e.Message}", e);
        }
    }

    public override void Write(ReadOnlySpan<byte> lines)
    {
        var file = Hold();
        try
        {
            LogDescriptor.Write(file, lines);
        }
        finally
        {
            file.DangerousRelease();
        }
    }

    /// <summary>Goes on in a file of the same name, which is made where it was moved away. On any thread.</summary>
    /// <exception cref="IOException">It cannot be opened; the log goes on in the old one.</exception>
    public void Reopen()
    {
        if (_path != StandardOutput)
        {
            Interlocked.Exchange(ref _file, LogDescriptor.Open(_path)).Dispose();
        }
    }

    public void Dispose() => _file.Dispose();

    // Kept open while lines are written to it, which may be while it is replaced.
    private SafeFileHandle Hold()
    {
        while (true)
        {
            var file = _file;
            try
            {
                var isHeld = false;
                file.DangerousAddRef(ref isHeld);
                return file;
            }
            catch (ObjectDisposedException) when (file != _file)
            {
                // Replaced since it was looked up.
            }
        }
    }
}
