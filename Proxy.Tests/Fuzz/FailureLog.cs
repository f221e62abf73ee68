using System.Diagnostics;
using System.Security.Cryptography;
using Proxy.Tests.Properties;

namespace Proxy.Fuzz;

/// <summary>Writes each kind of failure down once, with an input as short as it was easily found, and the line that repeats it.</summary>
internal sealed class FailureLog(string name)
{
    private readonly HashSet<string> _kinds = [];

    /// <summary>Kinds found.</summary>
    public int Count => _kinds.Count;

    /// <summary>Checks an input; false when the property is broken.</summary>
    public bool Check(IProperty property, byte[] input)
    {
        var begun = Stopwatch.GetTimestamp();
        var failure = Try(property, input);
        if (failure is not null && _kinds.Add(KindOf(failure)))
        {
            // One that hangs is not tried again and again.
            var isQuick = Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(1);
            Write(isQuick ? Shrink(property, input, KindOf(failure)) : input, failure);
        }

        return failure is null;
    }

    /// <summary>Writes down what happened to an input.</summary>
    public void Write(byte[] input, Exception failure)
    {
        var path = Path.Combine(FuzzSession.Folder, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..8]}.txt");
        var why = failure.ToString().Split('\n').Select(line => $"# {line.TrimEnd()}");
        File.WriteAllLines(path, [.. why, $"# repeat: ./build.sh fuzz --repeat {path}", Escaped.Of(input)]);
        Console.WriteLine($"{name}: BROKEN: {failure.Message}\n  {Escaped.Of(input)}\n  ./build.sh fuzz --repeat {path}");
    }

    private static Exception? Try(IProperty property, byte[] input)
    {
        try
        {
            property.Check(input);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static string KindOf(Exception failure) =>
        failure is PropertyException broken ? broken.Kind : $"{failure.GetType().Name} in {failure.TargetSite?.DeclaringType?.Name}.{failure.TargetSite?.Name}";

    // Takes out ever smaller pieces for as long as the same thing happens.
    private static byte[] Shrink(IProperty property, byte[] input, string kind)
    {
        for (var size = input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                var failure = Try(property, shorter);
                var isSame = failure is not null && KindOf(failure) == kind;
                input = isSame ? shorter : input;
                at += isSame ? 0 : size;
            }
        }

        return input;
    }
}
