using System.Net;
using System.Security.Cryptography;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Host.Control;

/// <summary>
/// Keeps web pages away from the admin listener, and everyone without the token from what changes something. A page in an administrator's browser can send requests
/// to this address: it says so (<c>Origin</c>), or, where its own name was made to lead here, calls us by a name that is not ours.
/// </summary>
internal sealed class AdminGuard(AdminOptions options) : IControlGuard
{
    private const string Scheme = "Bearer ";

    // Replaced whole by a reload.
    private volatile AdminOptions _options = options;

    /// <summary>The token and the names as they are now.</summary>
    public void Follow(AdminOptions options) => _options = options;

    public ControlAnswer? Check(ControlRequest request, ControlVerb? verb)
    {
        var options = _options;
        return request.HasOrigin ? ControlAnswer.Refuse(403, "requests of web pages are not taken")
            : !IsOurName(request, options) ? ControlAnswer.Refuse(421, "this is not the host that was asked for; further names can be allowed with admin.hosts")
            : verb is { Changes: true } ? CheckToken(request, options)
            : null;
    }

    private static ControlAnswer? CheckToken(ControlRequest request, AdminOptions options)
    {
        if (options.Token is not { } token)
        {
            return ControlAnswer.Refuse(403, "nothing can be changed here: admin.token is not set");
        }

        var given = request.Authorization is { } field && field.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? field[Scheme.Length..].Trim() : "";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token))
            ? null
            : ControlAnswer.Refuse(401, "Authorization: Bearer TOKEN is needed, with the token of admin.token") with { Field = "WWW-Authenticate: Bearer\r\n" };
    }

    // A Unix socket cannot be reached by a name.
    private static bool IsOurName(ControlRequest request, AdminOptions options)
    {
        if (request.LocalAddress is not { } local)
        {
            return true;
        }

        var name = request.Host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var ip) && ip.Equals(local))
            || options.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (NetworkAddress.TryParse(options.Address, out var address, out _) && name.Equals(address.Host, StringComparison.OrdinalIgnoreCase));
    }
}
