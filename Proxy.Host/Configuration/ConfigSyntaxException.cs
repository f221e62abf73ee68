namespace Proxy.Host.Configuration;

/// <summary>The text is not the JSON we read; the message is one line.</summary>
internal sealed class ConfigSyntaxException(int offset, string message) : Exception(message)
{
    /// <summary>Where the text stops making sense, in bytes.</summary>
    public int Offset { get; } = offset;
}
