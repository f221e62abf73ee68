namespace Proxy.Benchmarks.Resilience.Wire;

/// <summary>What a request is, by its number alone: load generator and origins need not tell each other.</summary>
internal static class Traffic
{
    /// <summary>The field that carries the number, and the target of those requests that have none.</summary>
    public const string NumberField = "X-Number", ProbePath = "/health";

    /// <summary>Bytes of content of a POST, of a response, and of a response that comes in two parts.</summary>
    public const int PostBytes = 64, ShortBytes = 64, LongBytes = 8 * 1024;

    /// <summary>Every response's content begins with its request's number in so many digits: a mix-up of responses is seen.</summary>
    public const int NumberDigits = 10;

    /// <summary>One in five.</summary>
    public static bool IsPost(int number) => number % 5 == 0;

    /// <summary>One in twenty: its response takes longer to come than to begin, so that an origin can fail in between.</summary>
    public static bool IsLong(int number) => number % 20 == 1;

    public static int ResponseBytes(int number) => IsLong(number) ? LongBytes : ShortBytes;
}
