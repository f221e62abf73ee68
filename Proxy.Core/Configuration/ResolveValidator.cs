using Proxy.Core.Upstreams.Discovery;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with how endpoints are to be found. Nothing is looked up for it.</summary>
internal static class ResolveValidator
{
    /// <summary>How the names of an upstream are looked up.</summary>
    public static void Check(ResolveOptions resolve, string path, List<ConfigurationError> errors)
    {
        OptionsValidator.CheckRanges(OptionRanges.Resolve, resolve, path, errors);
        if (resolve.MinTtl > resolve.MaxTtl)
        {
            errors.Add(new($"{path}.minTtl", "it may not be longer than maxTtl") { Other = $"{path}.maxTtl" });
        }

        for (var i = 0; i < resolve.Servers.Count; i++)
        {
            if (!NameServers.TryParse(resolve.Servers[i], out _))
            {
                errors.Add(new($"{path}.servers[{i}]", $"\"{resolve.Servers[i]}\" is no name server: an IP address is needed, as in 10.0.0.53, 127.0.0.1:8600 or [::1]:53"));
            }
        }
    }

    /// <summary>An endpoint that stands for others.</summary>
    public static void Check(EndpointOptions endpoint, string path, List<ConfigurationError> errors)
    {
        if (!SourceAddress.TryParse(endpoint.Address, out var source, out var problem))
        {
            errors.Add(new($"{path}.address", problem));
        }
        else if (endpoint.Weight != 1)
        {
            errors.Add(new($"{path}.weight", $"the weights of {endpoint.Address} come from {(source.Path is null ? "its records" : "its lines")}"));
        }
    }
}
