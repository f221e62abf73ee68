namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with what an upstream is told about the health of its endpoints.</summary>
internal static class HealthValidator
{
    private static readonly OptionBounds Statuses = new(500, 599);

    public static void Check(UpstreamOptions upstream, string path, List<ConfigurationError> errors)
    {
        var (passive, at) = (upstream.PassiveHealth, $"{path}.passiveHealth");
        OptionsValidator.CheckRanges(OptionRanges.PassiveHealth, passive, at, errors);
        for (var i = 0; i < passive.FailureStatuses.Count; i++)
        {
            if (!Statuses.Contains(passive.FailureStatuses[i]))
            {
                errors.Add(new($"{at}.failureStatuses[{i}]", $"{passive.FailureStatuses[i]} is out of range: {Statuses} is allowed"));
            }
        }

        if (passive.MaxEjectionTime < passive.EjectionTime)
        {
            errors.Add(new($"{at}.maxEjectionTime", $"may not be shorter than ejectionTime, which is {OptionBounds.Write(passive.EjectionTime.Ticks, OptionUnit.Ticks)}"));
        }
    }

    /// <summary>A zone has a name, or is left out.</summary>
    public static void CheckZone(string? zone, string path, List<ConfigurationError> errors)
    {
        if (zone is "")
        {
            errors.Add(new(path, "a zone's name may not be empty"));
        }
    }
}
