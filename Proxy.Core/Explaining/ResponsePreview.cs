using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;

namespace Proxy.Core.Explaining;

/// <summary>What will be changed in the response of an origin, which is not known yet.</summary>
internal static class ResponsePreview
{
    /// <summary>The changes: what is always taken off first, then what the configuration says.</summary>
    /// <param name="exchange">The exchange, without a response.</param>
    /// <param name="options">All options.</param>
    /// <param name="head">The head that the origin gets.</param>
    public static IReadOnlyList<FieldChange> Of(Exchange exchange, ProxyOptions options, ReadOnlySpan<byte> head)
    {
        List<FieldChange> changes = [new(FieldChangeKind.Removed, "Connection, Keep-Alive, …", null, null, "hop-by-hop (RFC 9110 §7.6.1)")];
        AddIdentity(changes, exchange);
        AddBinding(changes, exchange);
        changes.AddRange(RewritePreview.Of(exchange, head));
        if (exchange.Route?.ResponsePolicy is not { } policy)
        {
            return changes;
        }

        var keys = PolicyKeys.OfResponses(options, exchange.Route);
        foreach (var name in policy.Dropped.Where(name => !policy.Lines.Any(line => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase))))
        {
            changes.Add(new(FieldChangeKind.Removed, name, null, null, keys.Removing(name)));
        }

        foreach (var line in policy.Lines)
        {
            var value = string.Join(", ", line.Values.Select(each => TemplatePreview.Of(each, exchange)).Where(each => each.Length > 0));
            var isOpen = line.Values.SelectMany(each => each.Parts).Any(part => IsOpen(part.Variable, exchange));
            changes.Add(value.Length == 0
                ? new(FieldChangeKind.Skipped, line.Name, null, null, $"its value is empty here ({keys.Writing(line.Name)})")
                : new(FieldChangeKind.Added, line.Name, null, value, keys.Writing(line.Name), isOpen));
        }

        return changes;
    }

    // What origins say of themselves, and what a client is told of the request.
    private static void AddIdentity(List<FieldChange> changes, Exchange exchange)
    {
        var identity = exchange.Client.Policy;
        if (!identity.Options.KeepServerHeader)
        {
            changes.Insert(0, new(FieldChangeKind.Removed, "Server, X-Powered-By", null, null, "they tell an attacker what to try"));
        }

        if (identity.ReturnsRequestId && exchange.Route?.ResponsePolicy?.Drops(identity.RequestIdName) != true)
        {
            var (name, id) = (ByteText.Of(identity.RequestIdName), ByteText.Of(exchange.Client.RequestId));
            changes.Add(new(FieldChangeKind.Added, name, null, id, "identity.returnRequestId", ExampleFields.IsMade(exchange)));
        }
    }

    // Which cookie it is depends on the endpoint, and on a secret that may be the running proxy's own.
    private static void AddBinding(List<FieldChange> changes, Exchange exchange)
    {
        if (BalanceView.CookieOf(exchange) is { } cookie)
        {
            var isExample = BalanceView.Chosen(exchange) is null || !BalanceView.IsSignedForGood(exchange);
            changes.Add(new(FieldChangeKind.Added, "Set-Cookie", null, cookie, $"upstreams.{exchange.Upstream!.Options.Name}.sticky", isExample));
        }
    }

    private static bool IsOpen(Variable variable, Exchange exchange) => variable switch
    {
        Variable.Status or Variable.Reason or Variable.ResponseHeader => true,
        _ => ExampleFields.Varies(variable, exchange),
    };

    /// <summary>The pages that stand in for error responses of this exchange, in short.</summary>
    public static IReadOnlyList<string> PagesOf(Exchange exchange, ProxyOptions options)
    {
        var ofRoute = exchange.Route?.Options.ErrorPages ?? [];
        var everywhere = options.ErrorPages.Where(page => !ofRoute.Any(other => other.Status == page.Status));
        return [.. ofRoute.Concat(everywhere).OrderBy(page => page.Status, StringComparer.Ordinal).Select(Describe)];
    }

    private static string Describe(ErrorPageOptions page)
    {
        var size = OptionBounds.Write(page.Body.Length, OptionUnit.Bytes);
        return $"{page.Status}: {size} of {page.ContentType ?? "text/html; charset=utf-8"}{(page.ReplacesOrigin ? ", in place of the origin's own too" : "")}";
    }
}
