using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration;

/// <summary>What the transports are called on the command line and in the file.</summary>
internal static class TransportNames
{
    public static IReadOnlyDictionary<string, TransportKind> All { get; } = new Dictionary<string, TransportKind>(StringComparer.Ordinal)
    {
        ["auto"] = TransportKind.Automatic,
        ["epoll"] = TransportKind.Epoll,
        ["managed"] = TransportKind.Managed,
    };
}
