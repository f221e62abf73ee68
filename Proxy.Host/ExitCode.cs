namespace Proxy.Host;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>Plus the signal's number, as shells count: 130 after SIGINT, 143 after SIGTERM.</summary>
    public const int SignalBase = 128;
}
