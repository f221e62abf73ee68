using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>Why a probe failed, in the few words of a log line. What an origin sent is in none of them.</summary>
internal static class ProbeReasons
{
    public const string Stopped = "the probe was given up";
    public const string Lost = "the connection was lost";
    public const string ClosedBeforeHead = "the connection was closed without an answer";
    public const string HeadTruncated = "the connection was closed inside the head of the answer";
    public const string TooManyInterim = "interim answers without end";

    public static ProbeResult OfConnect(ConnectError error, ProbeCheck check) => error switch
    {
        ConnectError.Refused => ProbeResult.Bad("connection refused"),
        ConnectError.TimedOut => ProbeResult.Bad($"no connection in {Time(check)}"),
        ConnectError.Unreachable => ProbeResult.Bad("no route to it"),

        // That says nothing of the endpoint: a proxy without a descriptor must not take all its origins for dead.
        ConnectError.LocalResources => ProbeResult.Void("this machine has no descriptor, port or memory left to probe with"),
        _ => ProbeResult.Bad("the connection failed"),
    };

    public static string NoAnswer(ProbeCheck check) => $"no answer in {Time(check)}";

    public static string OfHead(ParseError error) => $"the answer is invalid: {error.Text}";

    public static string OfStatus(int status, ProbeCheck check) => FormattableString.Invariant($"status {status}, expected {string.Join(", ", check.Options.Expect)}");

    public static string OfBody(ProxyError error) =>
        error == ProxyError.UpstreamBodyInvalid ? "the body of the answer breaks its framing" : "the connection was closed inside the body of the answer";

    public static string Lacks(ProbeCheck check, bool isCut) => $"body lacks \"{check.Options.BodyContains}\"{(isCut ? " in its first 64 KiB" : "")}";

    public static string NoBody(ProbeCheck check) => $"the body did not end in {Time(check)}";

    private static string Time(ProbeCheck check) => OptionBounds.Write(check.Options.Timeout.Ticks, OptionUnit.Ticks);
}
