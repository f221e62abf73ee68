using System.Net;
using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration;

/// <summary>Finds everything wrong with what a file says, the options of the proxy proper included.</summary>
internal static class HostOptionsValidator
{
    public static IReadOnlyList<ConfigurationError> Validate(HostOptions options)
    {
        var errors = new List<ConfigurationError>(OptionsValidator.Validate(options.Proxy));
        if (options.Control.Socket is { } socket and not ControlOptions.Automatic && !NetworkAddress.TryParse($"unix:{socket}", out _, out var problem))
        {
            errors.Add(new("control.socket", problem["\"unix:".Length..].Insert(0, "\"")));
        }

        if (options.Admin is { } admin)
        {
            CheckAddress(admin, options.Proxy, errors);
            CheckToken(admin, errors);
            CheckHosts(admin, errors);
        }

        return errors;
    }

    private static void CheckAddress(AdminOptions admin, ProxyOptions proxy, List<ConfigurationError> errors)
    {
        if (!NetworkAddress.TryParse(admin.Address, out var address, out var problem))
        {
            errors.Add(new("admin.address", problem));
        }
        else if (address.Port != 0 || address.UnixPath is not null)
        {
            var listener = proxy.Listeners.FirstOrDefault(each => NetworkAddress.TryParse(each.Address, out var taken, out _) && taken == address);
            if (listener is not null)
            {
                errors.Add(new("admin.address", $"{address} is already taken by listener \"{listener.Name}\""));
            }
        }
    }

    // What may stand behind "Bearer " (RFC 6750 §2.1), taken a little wider.
    private static void CheckToken(AdminOptions admin, List<ConfigurationError> errors)
    {
        if (admin.Token is { } token && (token.Length < AdminOptions.MinTokenLength || token.Any(c => c is <= ' ' or > '~')))
        {
            // Never the token itself: errors are logged.
            errors.Add(new(
                "admin.token",
                $"at least {AdminOptions.MinTokenLength} characters of visible ASCII without spaces are needed, for example the output of \"openssl rand -hex 32\""));
        }
    }

    private static void CheckHosts(AdminOptions admin, List<ConfigurationError> errors)
    {
        for (var i = 0; i < admin.Hosts.Count; i++)
        {
            if (Uri.CheckHostName(admin.Hosts[i]) is not UriHostNameType.Dns && !IPAddress.TryParse(admin.Hosts[i], out _))
            {
                errors.Add(new($"admin.hosts[{i}]", $"\"{admin.Hosts[i]}\" is no name of a host; a name or an address without port is needed"));
            }
        }
    }
}
