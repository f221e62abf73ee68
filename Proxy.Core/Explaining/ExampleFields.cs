using System.Text;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Writing;

namespace Proxy.Core.Explaining;

/// <summary>What is to know of the lines that are put on a request, beside their values for that one.</summary>
internal sealed class ExampleFields
{
    private readonly HashSet<string> _examples = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _skipped = [];

    public ExampleFields(Exchange exchange)
    {
        var (identity, policy) = (exchange.Client.Policy, exchange.Route?.RequestPolicy);
        if (identity.Pseudonym.Length > 0)
        {
            // Each instance has digits of its own.
            _examples.Add("Via");
        }

        if (policy?.Drops(identity.RequestIdName) != true && IsMade(exchange))
        {
            _examples.Add(Encoding.ASCII.GetString(identity.RequestIdName));
        }

        foreach (var line in policy?.Lines ?? [])
        {
            if (line.Values.SelectMany(value => value.Parts).Any(part => Varies(part.Variable, exchange)))
            {
                _examples.Add(line.Name);
            }

            if (IsEmpty(line, exchange))
            {
                _skipped.Add(line.Name);
            }
        }
    }

    /// <summary>Fields that are not written, since their values are empty.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>True for a field whose value is another for each request, each connection, or each proxy.</summary>
    public bool IsExample(string name) => _examples.Contains(name);

    /// <summary>True when the request's identifier is one of ours, and not one that came with it.</summary>
    public static bool IsMade(Exchange exchange)
    {
        var request = exchange.Request;
        for (var i = 0; exchange.IsUnderstood && i < request.Fields.Count; i++)
        {
            if (request.ValueOf(i).SequenceEqual(exchange.Client.RequestId))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Those of a response of the proxy's own.</summary>
    public static IReadOnlyList<string> OfAnswer(Exchange exchange, HeaderPolicy? policy)
    {
        var identity = exchange.Client.Policy;
        var tellsId = identity.ReturnsRequestId && policy?.Drops(identity.RequestIdName) != true && IsMade(exchange);
        var written = (policy?.Lines ?? []).Where(line => line.Values.SelectMany(value => value.Parts).Any(part => Varies(part.Variable, exchange)));
        return [.. written.Select(line => line.Name), .. tellsId ? [ByteText.Of(identity.RequestIdName)] : (string[])[]];
    }

    /// <summary>True for a variable whose value is another for each request, each connection, or as chance decides.</summary>
    public static bool Varies(Variable variable, Exchange exchange) => variable switch
    {
        Variable.RequestId => IsMade(exchange),
        Variable.TlsVersion or Variable.TlsCipher => exchange.Connection.IsSecure,
        Variable.Endpoint => exchange.Upstream is { Endpoints.Length: > 1 },
        Variable.Upstream => SplitView.IsByChance(exchange),
        _ => false,
    };

    private static bool IsEmpty(HeaderLine line, Exchange exchange)
    {
        var writer = new HeadWriter(new byte[HeadWriter.UpperBound(exchange.Request) + line.Measure(exchange)]);
        line.Write(ref writer, exchange.Request, RequestHeaders.StayingHere(exchange), exchange);
        return writer.Written == 0;
    }
}
