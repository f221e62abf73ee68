namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with what is tried again.</summary>
internal static class RetryValidator
{
    private static readonly OptionBounds Statuses = new(400, 599);

    public static void Check(RetryOptions retry, string path, List<ConfigurationError> errors)
    {
        OptionsValidator.CheckRanges(OptionRanges.Retry, retry, path, errors);
        OptionsValidator.CheckRanges(OptionRanges.RetryBudget, retry.Budget, $"{path}.budget", errors);
        CheckRest(retry.Statuses, retry.BackOff, path, errors);
    }

    public static void Check(RouteRetryOptions? retry, string path, List<ConfigurationError> errors)
    {
        if (retry is not null)
        {
            OptionsValidator.CheckRanges(OptionRanges.RouteRetry, retry, path, errors);
            CheckRest(retry.Statuses ?? [], retry.BackOff, path, errors);
        }
    }

    private static void CheckRest(IReadOnlyList<int> statuses, RetryBackOffOptions? backOff, string path, List<ConfigurationError> errors)
    {
        for (var i = 0; i < statuses.Count; i++)
        {
            if (!Statuses.Contains(statuses[i]))
            {
                errors.Add(new($"{path}.statuses[{i}]", $"{statuses[i]} is out of range: {Statuses} is allowed"));
            }
        }

        if (backOff is null)
        {
            return;
        }

        OptionsValidator.CheckRanges(OptionRanges.RetryBackOff, backOff, $"{path}.backOff", errors);
        if (backOff.Max < backOff.Base)
        {
            errors.Add(new($"{path}.backOff.max", "is shorter than \"base\""));
        }
    }
}
