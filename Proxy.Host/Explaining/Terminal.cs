namespace Proxy.Host.Explaining;

/// <summary>What the reader of our output can show.</summary>
internal static class Terminal
{
    /// <summary>True for a terminal whose user has not said no to color (<c>NO_COLOR</c>).</summary>
    public static bool TakesColor(TextWriter output) =>
        ReferenceEquals(output, Console.Out)
        && !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { } term && term != "dumb";
}
