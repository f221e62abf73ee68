using NUnit.Framework;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>Puts before a failure what was being done.</summary>
internal static class Told
{
    public static async Task AsAsync(string section, string[] pieces, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (ResultStateException)
        {
            var how = pieces.Length == 2 ? $"cut at {pieces[0].Length}" : pieces.Length == 1 ? "whole" : "byte by byte";
            await TestContext.Out.WriteLineAsync($"{section}, sent {how}:\n{Escaped.Of(string.Concat(pieces))}");
            throw;
        }
    }
}
