namespace Proxy.Core.Observability.AccessLogs;

/// <summary>Bytes that what peers sent may take in a line, escaped; longer is cut.</summary>
internal static class LineLimits
{
    public const int Address = 64;
    public const int Method = 32;
    public const int Target = 2048;
    public const int Host = 256;
    public const int Referer = 1024;
    public const int UserAgent = 512;
    public const int RequestId = 128;

    /// <summary>Any line, with its names out of the configuration, its numbers and its fixed text, which take less than 1 KiB.</summary>
    public const int Line = Address + Method + Target + Host + Referer + UserAgent + RequestId + (3 * LogName.MaxBytes) + 1024;
}
