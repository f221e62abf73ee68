using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME.retry</c>.</summary>
internal static class RetrySection
{
    public const string AboutAttempts =
        "Tries in all, the first included, for requests that can safely be sent again. Every further one multiplies an outage's load.";

    public const string AboutOn =
        "What is followed by another try. `\"connectFailure\"`: no connection could be opened. `\"reset\"`: the connection ended before any byte of a response. "
        + "`\"timeout\"`: no response's head came in the time of a try, or no connection came free.";

    public const string AboutStatuses =
        "Statuses, 400 to 599, of responses that are dropped for another try, as in `[502, 503, 504]`; the last response goes to the client as it is. One with "
        + "`Retry-After` is dropped only where an endpoint is left that was not asked yet.";

    public const string AboutPerTry =
        "Time of one try up to its response's head, within the bounds that hold anyway. Past it 504, or with `\"timeout\"` the next try.";

    public const string AboutBackOff = "Waits between tries.";

    public const string AboutBody =
        "Bytes of an idempotent request's body that are kept while it is passed on, so that it can be sent again. What came whole with its head is held anyway.";

    private static readonly Dictionary<string, RetryConditions> Words = new(StringComparer.Ordinal)
    {
        ["connectFailure"] = RetryConditions.ConnectFailure,
        ["reset"] = RetryConditions.Reset,
        ["timeout"] = RetryConditions.Timeout,
    };

    private static readonly ValueReader<IReadOnlyList<RetryConditions>> Conditions =
        Collections.ListOf(Values.OneOf("condition", Words), RetryConditions.None);

    /// <summary>Conditions as a list of words.</summary>
    public static ValueReader<RetryConditions> On { get; } = new(
        Conditions.Shape,
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out RetryConditions value) =>
        {
            var isRead = Conditions.TryRead(node, problems, out var list);
            value = (list ?? []).Aggregate(RetryConditions.None, (all, one) => all | one);
            return isRead;
        },
        value => Conditions.Write([.. Words.Values.Where(one => value.HasFlag(one))]));

    public static ValueReader<IReadOnlyList<int>> Statuses { get; } = Collections.ListOf(Values.Int32, 503);

    public static ObjectBinder<RetryBackOffOptions> BackOff { get; } =
        new ObjectBinder<RetryBackOffOptions>(
            "Waits between tries, each of random length up to a bound that doubles with every try. They may be up to 100 ms longer.", new(), OptionRanges.RetryBackOff)
        .Key("base", Values.Duration, backOff => backOff.Base, (backOff, value) => backOff with { Base = value }, "The bound on the wait before the second try.")
        .Key("max", Values.Duration, backOff => backOff.Max, (backOff, value) => backOff with { Max = value }, "The bound on every wait.");

    public static ObjectBinder<RetryOptions> Binder { get; } =
        new ObjectBinder<RetryOptions>("What is tried again when a try fails, of requests that can safely be sent again.", new(), OptionRanges.Retry)
        .Key("attempts", Values.Int32, retry => retry.Attempts, (retry, value) => retry with { Attempts = value }, AboutAttempts)
        .Key("on", On, retry => retry.On, (retry, value) => retry with { On = value }, AboutOn)
        .Key("statuses", Statuses, retry => retry.Statuses, (retry, value) => retry with { Statuses = value }, AboutStatuses, absent: "none")
        .Key(
            "perTryTimeout",
            Values.Duration,
            retry => retry.PerTryTimeout ?? default,
            (retry, value) => retry with { PerTryTimeout = value },
            AboutPerTry,
            absent: "none")
        .Key("backOff", BackOff.Reader, retry => retry.BackOff, (retry, value) => retry with { BackOff = value }, AboutBackOff, absent: "none")
        .Key("maxBodyBytes", Values.SizeInt32, retry => retry.MaxBodyBytes, (retry, value) => retry with { MaxBodyBytes = value }, AboutBody)
        .Key(
            "budget",
            new ObjectBinder<RetryBudgetOptions>("Bounds the tries beyond the first, so that they cannot become the outage.", new(), OptionRanges.RetryBudget)
                .Key(
                    "percent",
                    Values.Int32,
                    budget => budget.Percent,
                    (budget, value) => budget with { Percent = value },
                    "Tries for every hundred requests of the last 5 to 10 seconds; 900 never run out.")
                .Key(
                    "minPerSecond",
                    Values.Int32,
                    budget => budget.MinPerSecond,
                    (budget, value) => budget with { MinPerSecond = value },
                    "Tries a second that are allowed beside those. Those of ten seconds may come at once.")
                .Reader,
            retry => retry.Budget,
            (retry, value) => retry with { Budget = value },
            "Tries beyond the first that may reach the upstream's endpoints, over all loops. Behind a connection that could not be opened they are free. Past it a "
            + "failure goes to the client at once.");
}
