using System.Text;
using Proxy.Http1.Messages;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with how connections to the endpoints of an upstream are opened.</summary>
internal static class OriginValidator
{
    public static void Check(UpstreamOptions upstream, string path, List<ConfigurationError> errors)
    {
        if (upstream.TcpKeepAlive is { } keepAlive)
        {
            OptionsValidator.CheckRanges(OptionRanges.TcpKeepAlive, keepAlive, $"{path}.tcpKeepAlive", errors);
        }

        if (upstream.SourceAddress is not { } source)
        {
            return;
        }

        if (!TryParse(source, out var address))
        {
            errors.Add(new($"{path}.sourceAddress", $"\"{source}\" is no address to connect from: one of this machine is needed, as in 10.0.0.9 or 2001:db8::9, without a port"));
        }
        else if (upstream.Endpoints.FirstOrDefault(endpoint => IsOfOtherFamily(endpoint, address)) is { } endpoint)
        {
            var (own, other) = address.IsIPv4 ? ("IPv4", "IPv6") : ("IPv6", "IPv4");
            errors.Add(new($"{path}.sourceAddress", $"\"{source}\" is of {own}: the endpoint \"{endpoint.Address}\" is of {other} and cannot be reached from there"));
        }
    }

    private static bool TryParse(string text, out IPNumber address)
    {
        address = default;
        return Ascii.IsValid(text) && IPNumber.TryParse(Encoding.ASCII.GetBytes(text), out address) && address.IsKnown && address != IPNumber.FromIPv4(0);
    }

    // A name may have addresses of either family.
    private static bool IsOfOtherFamily(EndpointOptions endpoint, IPNumber source) =>
        NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out _) && address.Host is { } host
        && TryParse(host, out var literal) && literal.IsIPv4 != source.IsIPv4;
}
