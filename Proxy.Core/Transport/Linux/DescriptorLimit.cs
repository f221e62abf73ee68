namespace Proxy.Core.Transport.Linux;

/// <summary>How many descriptors this process may open.</summary>
internal static class DescriptorLimit
{
    private const int Unknown = 1024;

    /// <summary>Raises the soft limit to the hard one and returns what holds then.</summary>
    public static unsafe int Raise()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Unknown;
        }

        LibC.ResourceLimit limit;
        if (LibC.getrlimit(LibC.RLIMIT_NOFILE, &limit) != 0)
        {
            return Unknown;
        }

        var raised = limit with { Soft = limit.Hard };
        var holds = limit.Soft == limit.Hard || LibC.setrlimit(LibC.RLIMIT_NOFILE, &raised) == 0 ? limit.Hard : limit.Soft;
        return (int)Math.Min(holds, 10_000_000);
    }

    /// <summary>Descriptors open at the moment.</summary>
    public static int CountOpen()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
