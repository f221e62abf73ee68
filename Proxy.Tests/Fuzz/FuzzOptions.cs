using System.Globalization;

namespace Proxy.Fuzz;

/// <summary>What the command line says.</summary>
internal sealed record FuzzOptions
{
    public const string Usage = "usage: fuzz [--minutes N] [--seed S] [--target request|response|chunked|exchange] [--repeat FILE]";

    /// <summary>Kinds of input there are.</summary>
    public static readonly string[] AllTargets = ["request", "response", "chunked", "exchange"];

    /// <summary>How long all targets take together.</summary>
    public double Minutes { get; init; } = 5;

    /// <summary>Where the random numbers begin.</summary>
    public int Seed { get; init; } = Environment.TickCount & 0xFFFFFF;

    public IReadOnlyList<string> Targets { get; init; } = AllTargets;

    /// <summary>A file of inputs to check instead, one a line.</summary>
    public string? Repeat { get; init; }

    public static bool TryParse(string[] args, out FuzzOptions options, out string error)
    {
        (options, error) = (new FuzzOptions(), "");
        for (var i = 0; i < args.Length && error.Length == 0; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var invariant = CultureInfo.InvariantCulture;
            switch (args[i])
            {
                case "--minutes" when double.TryParse(value, NumberStyles.AllowDecimalPoint, invariant, out var minutes) && minutes > 0:
                    options = options with { Minutes = minutes };
                    break;
                case "--seed" when int.TryParse(value, NumberStyles.None, invariant, out var seed):
                    options = options with { Seed = seed };
                    break;
                case "--target" when AllTargets.Contains(value):
                    options = options with { Targets = [value] };
                    break;
                case "--repeat" when File.Exists(value):
                    options = options with { Repeat = value };
                    break;
                default:
                    error = $"what does \"{args[i]} {value}\" mean?";
                    break;
            }
        }

        return error.Length == 0;
    }
}
