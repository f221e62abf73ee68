using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Model;

/// <summary>What an origin has to get for a request that is forwarded.</summary>
internal static class RequestModel
{
    // What the proxy writes itself, whatever the client sent.
    private static readonly HashSet<string> Own = new(
        ["Connection", "Upgrade", "TE", "Trailer", "Transfer-Encoding", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The first difference between what was sent on and what had to be, or null.</summary>
    public static string? Differs(NaiveMessage received, NaiveMessage forwarded)
    {
        var (path, authority) = Target(received);
        var host = authority ?? received.All("Host").FirstOrDefault();
        return Same("method", received.Method, forwarded.Method)
            ?? Same("version", "1.1", forwarded.Version)
            ?? Same("target", path, forwarded.Target)
            ?? (host is null ? null : Same("Host", host, string.Join('|', forwarded.All("Host"))))
            ?? Same("X-Forwarded-Host", host ?? "", string.Join('|', forwarded.All("X-Forwarded-Host")))
            ?? Same("X-Forwarded-Port", host is null ? "" : Port(host), string.Join('|', forwarded.All("X-Forwarded-Port")))
            ?? Same("Content-Length", string.Join('|', received.All("Content-Length")), string.Join('|', forwarded.All("Content-Length")))
            ?? Same("Transfer-Encoding", Coding(received), Coding(forwarded))
            ?? Same("fields", Text(Survivors(received)), Text(Forwarded(forwarded)))
            ?? ConnectionFault(received, forwarded)
            ?? Messages.BodyDiffers(received, forwarded);
    }

    private static string? Same(string what, string expected, string actual) =>
        expected == actual ? null : $"{what} is <{actual}>, wanted is <{expected}>";

    // RFC 9112 §3.2.2: absolute-form goes to an origin in origin-form, its authority as Host; OPTIONS without a path is "*" (§3.2.4).
    private static (string Path, string? Authority) Target(NaiveMessage message)
    {
        var target = message.Target;
        var start = target.IndexOf("://", StringComparison.Ordinal);
        if (target[0] == '/' || start < 0)
        {
            return (target, null);
        }

        var rest = target[(start + 3)..];
        var end = rest.IndexOfAny(['/', '?']);
        var path = end < 0 ? (message.Method == "OPTIONS" ? "*" : "/") : rest[end] == '?' ? "/" + rest[end..] : rest[end..];
        return (path, end < 0 ? rest : rest[..end]);
    }

    // RFC 3986 §3.2.3: an empty port is the default one, and so is none.
    private static string Port(string host) => host[(host.LastIndexOf(']') + 1)..].Split(':') is [_, { Length: > 0 } port] ? port : "80";

    private static string Coding(NaiveMessage message) => string.Join('|', message.All("Transfer-Encoding")).ToLowerInvariant();

    private static string Text(IEnumerable<NaiveField> fields) => string.Join('\n', fields);

    private static IEnumerable<NaiveField> Survivors(NaiveMessage received)
    {
        var nominated = Nominations.Of(received);
        foreach (var field in received.Fields)
        {
            var hyphened = field.Name.Replace('_', '-');
            var isDropped = Lists.HopByHop.Contains(hyphened)
                || Lists.IsIdentity(hyphened)
                || nominated.Contains(field.Name)
                || (hyphened != field.Name && Lists.NotImitated.Contains(hyphened))
                || (field.Is("Expect") && received.Version == "1.0");
            if (!isDropped && !IsComparedApart(received, field))
            {
                yield return field;
            }
        }
    }

    // Their place among the others may change, or their value does.
    private static bool IsComparedApart(NaiveMessage message, NaiveField field) =>
        field.Is("Host") || field.Is("Content-Length") || (field.Is("Max-Forwards") && message.Method is "OPTIONS" or "TRACE");

    private static IEnumerable<NaiveField> Forwarded(NaiveMessage forwarded)
    {
        var own = forwarded.Fields.FindLastIndex(field => field.Is("Via"));
        return forwarded.Fields.Where((field, index) => index != own && !Own.Contains(field.Name) && !IsComparedApart(forwarded, field));
    }

    // The only options we may set name fields of ours; an upgrade is asked for only where the client asked, and never to h2c.
    private static string? ConnectionFault(NaiveMessage received, NaiveMessage forwarded)
    {
        var options = forwarded.All("Connection").SelectMany(value => value.Split(',')).Select(option => option.Trim()).ToList();
        if (options.Exists(option => option is not ("Upgrade" or "TE")))
        {
            return $"Connection is <{string.Join('|', options)}>";
        }

        var asked = received.Lists("Connection", "Upgrade") && received.Version == "1.1";
        var asks = forwarded.All("Upgrade").Count > 0;
        return asks && !asked ? "an upgrade nobody asked for"
            : forwarded.Lists("Upgrade", "h2c") ? "h2c"
            : asks != options.Contains("Upgrade") ? "Upgrade without its Connection option, or the other way round"
            : null;
    }
}
