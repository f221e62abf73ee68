using System.CommandLine;

namespace Proxy.Host.CommandLine;

/// <summary>The options that stand in for a configuration file.</summary>
internal static class AddressOptions
{
    public const string DefaultListen = "127.0.0.1:8080";

    public static Option<string[]> Listen() => new("--listen")
    {
        HelpName = "ADDR",
        Arity = ArgumentArity.OneOrMore,
        Description = $"Where clients are accepted: host:port, *:port for every address, or unix:/path. Repeatable. Default: {DefaultListen}.",
    };

    public static Option<string[]> To() => new("--to")
    {
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
        Description = "An origin server: http://host[:port], host:port or unix:/path. Repeated, requests go to each in turn.",
    };
}
