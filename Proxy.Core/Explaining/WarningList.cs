using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;

namespace Proxy.Core.Explaining;

/// <summary>What may be a mistake.</summary>
internal static class WarningList
{
    /// <summary>The warnings about a request and what becomes of it.</summary>
    public static IReadOnlyList<string> Of(Exchange exchange, ProxyOptions options, ExplainedListener listener, ExplainedAnswer? answer)
    {
        string?[] warnings =
        [
            .. listener.Notes,
            MethodCase(exchange.Request),
            DottedPath(exchange),
            LostUpgrade(exchange),
            NamesakeInVia(exchange, options),
            OwnListener(exchange, options),
            answer is null ? null : Loop(answer, exchange),
        ];
        return [.. warnings.OfType<string>()];
    }

    private static string? MethodCase(RequestHead request)
    {
        var method = ByteText.Of(request.MethodBytes);
        var upper = method.ToUpperInvariant();
        return upper != method && Methods.Find(System.Text.Encoding.ASCII.GetBytes(upper)) != KnownMethod.Other
            ? $"methods are case-sensitive: {method} is not {upper}" : null;
    }

    // What routes see and what the origin gets are two things then.
    private static string? DottedPath(Exchange exchange)
    {
        var (request, route) = (exchange.Request, exchange.Route);
        if (!exchange.Snapshot.Routes.LooksAtPaths)
        {
            // Nobody has read the path.
            return null;
        }

        var isForwarded = route is not null && exchange.Upstream is not null && route.Rewrite is not { ChangesPath: true };
        var path = exchange.Path.AsSent(request);
        return isForwarded && !Routing.RequestTarget.PathOf(request).SequenceEqual(path) && path is not [(byte)'*']
            ? $"the path goes on as it was sent, dots and all; routes saw {ByteText.Of(exchange.Path.Of(request))}" : null;
    }

    private static string? LostUpgrade(Exchange exchange) =>
        exchange.Request.Fields.Present.Contains(KnownHeader.Upgrade) && !exchange.AsksUpgrade && exchange.Upstream is not null
            ? "Upgrade is not passed on: it wants HTTP/1.1, a protocol other than h2c, and \"Connection: Upgrade\" (RFC 9110 §7.8)" : null;

    // Which instance a pseudonym is of, only that instance knows.
    private static string? NamesakeInVia(Exchange exchange, ProxyOptions options)
    {
        var request = exchange.Request;
        for (var i = request.Fields.IndexOf(KnownHeader.Via); options.Identity.Via is { } name && i >= 0; i = request.Fields.IndexOfNext(KnownHeader.Via, i))
        {
            if (ByteText.Of(request.ValueOf(i)).Split(' ', ',').FirstOrDefault(word => IsInstance(word, name)) is { } instance)
            {
                return $"Via names {instance}: where that is the proxy that runs this configuration, the answer is 508 (RFC 9110 §7.6.3)";
            }
        }

        return null;
    }

    private static bool IsInstance(string word, string name) =>
        word.Length == name.Length + 1 + ProxyInstance.IdLength && word.StartsWith($"{name}-", StringComparison.Ordinal)
        && word.Skip(name.Length + 1).All(char.IsAsciiHexDigitLower);

    private static string? OwnListener(Exchange exchange, ProxyOptions options)
    {
        foreach (var endpoint in exchange.Upstream?.Options.Endpoints ?? [])
        {
            _ = NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out _);
            if (options.Listeners.FirstOrDefault(each => NetworkAddress.TryParse(each.Address, out var own, out _) && own == address) is { } listener)
            {
                return $"endpoint {endpoint.Address} is this proxy's own listener \"{listener.Name}\": the request would go round";
            }
        }

        return null;
    }

    private static string? Loop(ExplainedAnswer answer, Exchange exchange)
    {
        var request = exchange.Request;
        var location = answer.Head.Split("\r\n").Select(ByteText.Split).FirstOrDefault(line => line.Name == "Location").Value;
        var here = $"{ByteText.Of(exchange.Client.Scheme)}://{ByteText.Of(request.Authority)}{ByteText.Of(request.Path)}";
        return location is not null && (location == ByteText.Of(request.Path) || location == here) ? $"the redirect leads to the same place: {location}" : null;
    }
}
