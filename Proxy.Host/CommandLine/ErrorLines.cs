namespace Proxy.Host.CommandLine;

/// <summary>Errors that are whole lines already.</summary>
internal static class ErrorLines
{
    public static int Write(IReadOnlyList<string> errors, TextWriter error)
    {
        foreach (var line in errors)
        {
            error.WriteLine(TerminalText.OneLine(line));
        }

        return ExitCode.Failure;
    }
}
