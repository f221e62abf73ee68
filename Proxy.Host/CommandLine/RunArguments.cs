using Proxy.Core.Configuration;

namespace Proxy.Host.CommandLine;

/// <summary>What was typed after <c>proxy run</c>.</summary>
internal sealed record RunArguments(
    IReadOnlyList<string> Listen,
    IReadOnlyList<string> To,
    string? Config,
    int? Threads,
    TransportKind? Transport)
{
    private const string UpstreamName = "default";

    /// <summary>Why the arguments do not make one proxy, or null.</summary>
    public string? Contradiction() =>
        Config is null && To.Count == 0 ? "nowhere to send requests: give --to http://HOST:PORT, or --config FILE"
        : Config is not null && Listen.Count + To.Count > 0
            ? $"{(Listen.Count > 0 ? "--listen" : "--to")} and --config exclude each other: the file says where to listen and where to send"
        : null;

    /// <summary>The options with what was typed put in; the file's own stand where nothing was.</summary>
    public ProxyOptions ApplyTo(ProxyOptions options)
    {
        options = options with
        {
            Transport = options.Transport with
            {
                Threads = Threads ?? options.Transport.Threads,
                Kind = Transport ?? options.Transport.Kind,
            },
        };
        return Config is not null ? options : options with
        {
            Listeners = [.. ListenAddresses.Select((address, i) => new ListenerOptions { Name = $"listen{i + 1}", Address = address })],
            Routes = [new() { Upstream = UpstreamName }],
            Upstreams = [new() { Name = UpstreamName, Endpoints = [.. To.Select(EndpointOptions.FromString)] }],
        };
    }

    /// <summary>An error of the options in the words of the command line.</summary>
    public static string Explain(ConfigurationError error)
    {
        var section = error.Path.Split('.', '[')[0];
        var option = section switch
        {
            "listeners" => "--listen",
            "upstreams" => "--to",
            "threads" => "--threads",
            "transport" => "--transport",
            _ => error.Path,
        };
        return $"{option}: {error.Message}";
    }

    private IReadOnlyList<string> ListenAddresses => Listen.Count > 0 ? Listen : [AddressOptions.DefaultListen];
}
