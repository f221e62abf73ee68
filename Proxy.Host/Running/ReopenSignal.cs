using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Proxy.Host.Running;

/// <summary>SIGUSR1 has log files opened anew, for those who move them away. It is taken even where there is none, since it would end the process.</summary>
internal sealed class ReopenSignal : IDisposable
{
    // The runtime has a name for few signals, and takes the system's numbers for all.
    private const PosixSignal SigUsr1 = (PosixSignal)10;

    private readonly PosixSignalRegistration? _registration;

    public ReopenSignal(AccessLogFile? file, ILogger log) =>
        _registration = !OperatingSystem.IsLinux() ? null : PosixSignalRegistration.Create(SigUsr1, context =>
        {
            context.Cancel = true;
            Reopen(file, log);
        });

    public void Dispose() => _registration?.Dispose();

    private static void Reopen(AccessLogFile? file, ILogger log)
    {
        try
        {
            file?.Reopen();
            log.LogInformation("log files opened anew");
        }
        catch (IOException e)
        {
            log.LogError("the access log was not opened anew, and goes on in the old file: {Reason}", e.Message);
        }
    }
}
