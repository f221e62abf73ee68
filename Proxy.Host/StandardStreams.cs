namespace Proxy.Host;

/// <summary>The process's output, also where it was started without one (<c>&gt;&amp;-</c>): then nothing is written, and nothing fails.</summary>
internal static class StandardStreams
{
    public static TextWriter Output => OrNothing(static () => Console.Out);

    public static TextWriter Error => OrNothing(static () => Console.Error);

    private static TextWriter OrNothing(Func<TextWriter> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return TextWriter.Null;
        }
    }
}
