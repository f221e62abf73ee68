using System.Text;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Messages;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with changes to fields.</summary>
internal static class HeaderValidator
{
    private static readonly KnownHeaderSet Framing = KnownHeaderSet.Of(
        KnownHeader.Connection, KnownHeader.KeepAlive, KnownHeader.ProxyConnection, KnownHeader.TransferEncoding, KnownHeader.TE,
        KnownHeader.Trailer, KnownHeader.Upgrade, KnownHeader.ContentLength, KnownHeader.Http2Settings, KnownHeader.Expect,
        KnownHeader.MaxForwards);

    private static readonly KnownHeaderSet Identity = KnownHeaderSet.Of(
        KnownHeader.Via, KnownHeader.Forwarded, KnownHeader.XForwardedFor, KnownHeader.XForwardedProto, KnownHeader.XForwardedHost,
        KnownHeader.XForwardedPort);

    /// <summary>Checks a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="scope">What its values may name; of requests where it has no response.</param>
    /// <param name="errors">What is wrong is added here.</param>
    public static void Check(HeaderPolicyOptions policy, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        for (var i = 0; i < policy.Remove.Count; i++)
        {
            AddTo(errors, $"{path}.remove[{i}]", ProblemOf(policy.Remove[i], scope.HasResponse));
        }

        Check(policy.Set, $"{path}.set", scope, errors);
        Check(policy.Append, $"{path}.append", scope, errors);
        Check(policy.Add, $"{path}.add", scope, errors);
        CheckSetOnce(policy.Set, $"{path}.set", errors);
        foreach (var header in policy.Append)
        {
            if (header.Name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                errors.Add(new($"{path}.append.{header.Name}", "Set-Cookie is no list (RFC 6265 §3); use \"add\""));
            }
            else if (policy.Set.Any(other => other.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)))
            {
                errors.Add(new($"{path}.append.{header.Name}", $"\"{header.Name}\" stands in \"set\" too, which leaves nothing to append to"));
            }
        }
    }

    /// <summary>Checks fields that are written.</summary>
    public static void Check(IReadOnlyList<HeaderValueOptions> headers, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        foreach (var header in headers)
        {
            var at = $"{path}.{header.Name}";
            AddTo(
                errors,
                at,
                header.Name.EndsWith('*') ? $"\"{header.Name}\" is no name of a header; only what is taken off may be the beginning of names" : ProblemOf(header.Name, scope.HasResponse));
            if (!TemplateParser.TryParse(header.Value, scope, out _, out var problem))
            {
                errors.Add(new(at, problem));
            }
        }
    }

    private static void CheckSetOnce(IReadOnlyList<HeaderValueOptions> headers, string path, List<ConfigurationError> errors)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            if (!names.TryAdd(WithHyphens(header.Name), header.Name))
            {
                errors.Add(new($"{path}.{header.Name}", $"\"{names[WithHyphens(header.Name)]}\" is set already: one of them would be lost"));
            }
        }
    }

    private static void AddTo(List<ConfigurationError> errors, string path, string? problem)
    {
        if (problem is not null)
        {
            errors.Add(new(path, problem));
        }
    }

    private static string? ProblemOf(string name, bool ofResponse)
    {
        var isBeginning = name.EndsWith('*');
        var bytes = Encoding.UTF8.GetBytes(WithHyphens(isBeginning ? name[..^1] : name));
        if (!RouteValidator.IsToken(isBeginning ? name[..^1] : name) || bytes.Contains((byte)'*'))
        {
            return $"\"{name}\" is no name of a header";
        }

        if (isBeginning)
        {
            return FirstOwned(bytes, ofResponse) is { } owned ? $"\"{name}\" would take {owned} along, which is the proxy's own" : null;
        }

        var known = KnownHeaders.Find(bytes);
        return Framing.Contains(known) ? $"\"{name}\" belongs to the connection and cannot be changed"
            : ofResponse ? known == KnownHeader.Date ? "Date is the origin's, or the time where that sends none" : null
            : known == KnownHeader.Host ? "Host is changed by \"rewrite\": { \"host\": … }"
            : Identity.Contains(known) ? $"\"{name}\" is the proxy's own; see \"identity\""
            : null;
    }

    // Servers that hand fields on as CGI variables (RFC 3875 §4.1.18) see no difference: nor may a name that is ours to say.
    private static string WithHyphens(string name) => name.Replace('_', '-');

    private static string? FirstOwned(byte[] beginning, bool ofResponse)
    {
        foreach (var header in Enum.GetValues<KnownHeader>())
        {
            var isOwned = Framing.Contains(header) || (ofResponse ? header == KnownHeader.Date : header == KnownHeader.Host || Identity.Contains(header));
            var name = KnownHeaders.NameOf(header);
            if (isOwned && name.Length >= beginning.Length && Ascii.EqualsIgnoreCase(name[..beginning.Length], beginning))
            {
                return Encoding.ASCII.GetString(name);
            }
        }

        return null;
    }
}
