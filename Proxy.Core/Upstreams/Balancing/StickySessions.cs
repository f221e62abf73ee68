using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Which cookie binds to which endpoint, signed once for a set: a request costs a look-up. Those that drain are among them, for who is bound to them already;
/// who is ill or gone is not. Immutable.
/// </summary>
internal sealed class StickySessions
{
    private readonly StickyCookie _cookie;
    private readonly Dictionary<UInt128, Endpoint> _bySignature = [];
    private readonly Dictionary<Endpoint, byte[]> _lines = [];

    /// <param name="cookie">The cookie.</param>
    /// <param name="chosen">Endpoints that may be chosen.</param>
    /// <param name="draining">Endpoints that may not, but keep those who are bound to them.</param>
    public StickySessions(StickyCookie cookie, IEnumerable<Endpoint> chosen, IEnumerable<Endpoint> draining)
    {
        _cookie = cookie;
        foreach (var endpoint in chosen)
        {
            _lines[endpoint] = cookie.LineOf(Add(endpoint));
        }

        foreach (var endpoint in draining)
        {
            Add(endpoint);
        }
    }

    /// <summary>The field line that an exchange's response has to carry; empty where nobody is bound, or the client is bound to who answers already.</summary>
    public static ReadOnlySpan<byte> LineFor(Exchange? exchange) =>
        exchange is { Endpoint: { } endpoint, Upstream: { } upstream } && upstream.Group.Set.Sessions is { } sessions && endpoint != exchange.BoundEndpoint
            ? sessions._lines.GetValueOrDefault(endpoint)
            : default;

    /// <summary>Whom a request is bound to, or null. A browser may send several cookies of one name: of other paths, of others' making.</summary>
    public Endpoint? Find(RequestHead request)
    {
        for (var i = request.Fields.IndexOf(KnownHeader.Cookie); i >= 0; i = request.Fields.IndexOfNext(KnownHeader.Cookie, i))
        {
            var field = request.ValueOf(i);
            while (CookieText.TryTake(ref field, _cookie.Name, out var value))
            {
                if (StickyCookie.TryRead(value, out var signature) && _bySignature.TryGetValue(signature, out var endpoint))
                {
                    return endpoint;
                }
            }
        }

        return null;
    }

    // Of one that is named twice, the first.
    private UInt128 Add(Endpoint endpoint)
    {
        var signature = _cookie.SignatureOf(endpoint);
        _bySignature.TryAdd(signature, endpoint);
        return signature;
    }
}
