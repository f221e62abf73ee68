using System.Text;
using Proxy.Core.Configuration;

namespace Proxy.Core.Policies.Templates;

/// <summary>The names of variables, and what may be used where.</summary>
internal static class VariableNames
{
    private static readonly Dictionary<string, Variable> OfRequest = new(StringComparer.Ordinal)
    {
        ["client.address"] = Variable.ClientAddress,
        ["host"] = Variable.Host,
        ["authority"] = Variable.Authority,
        ["method"] = Variable.Method,
        ["scheme"] = Variable.Scheme,
        ["path"] = Variable.Path,
        ["query"] = Variable.Query,
        ["target"] = Variable.Target,
        ["request.id"] = Variable.RequestId,
        ["tls.version"] = Variable.TlsVersion,
        ["tls.cipher"] = Variable.TlsCipher,
        ["route"] = Variable.Route,
        ["upstream"] = Variable.Upstream,
        ["endpoint"] = Variable.Endpoint,
    };

    private static readonly Dictionary<string, Variable> OfResponse = new(StringComparer.Ordinal)
    {
        ["status"] = Variable.Status,
        ["reason"] = Variable.Reason,
    };

    // With the name of a field, cookie or parameter behind it. The longest first.
    private static readonly (string Prefix, Variable Variable, bool OfResponse)[] Named =
    [
        ("response.header.", Variable.ResponseHeader, true),
        ("header.", Variable.Header, false),
        ("cookie.", Variable.Cookie, false),
        ("query.", Variable.QueryParameter, false),
    ];

    /// <summary>The part of a template that a name stands for, or null with the reason.</summary>
    public static TemplatePart? Find(string name, TemplateScope scope, out string? problem)
    {
        problem = null;
        var capture = scope.CaptureIndex(name);
        if (capture >= 0)
        {
            return new(Variable.Capture, [], capture);
        }

        if (OfRequest.TryGetValue(name, out var known) || (scope.HasResponse && OfResponse.TryGetValue(name, out known)))
        {
            return new(known, []);
        }

        foreach (var (prefix, variable, ofResponse) in Named)
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && (scope.HasResponse || !ofResponse))
            {
                return new(variable, Encoding.UTF8.GetBytes(name[prefix.Length..]));
            }
        }

        problem = $"{NameSuggestion.Unknown("variable", name, All(scope))} (a literal brace is written \"{{{{\")";
        return null;
    }

    private static IEnumerable<string> All(TemplateScope scope) =>
        scope.Captures.Concat(OfRequest.Keys).Concat(scope.HasResponse ? OfResponse.Keys : [])
            .Concat(Named.Where(named => scope.HasResponse || !named.OfResponse).Select(named => named.Prefix + "NAME"));
}
