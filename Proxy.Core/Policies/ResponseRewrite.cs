using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>What a route's responses say of the inside, turned into what the client knows; compiled, immutable. A response that says nothing costs one comparison.</summary>
internal sealed class ResponseRewrite
{
    // What fits a block with the largest head. More than that only an origin out of its mind sends: it passes as it is.
    private const int MaxGrowth = 16 * 1024;

    private static readonly KnownHeader[] Headers = [KnownHeader.Location, KnownHeader.ContentLocation, KnownHeader.Refresh, KnownHeader.SetCookie];

    private static readonly KnownHeaderSet Urls = KnownHeaderSet.Of(KnownHeader.Location, KnownHeader.ContentLocation, KnownHeader.Refresh);

    private static readonly ResponseRewrite Default = new(ResponseRewriteOptions.Default);

    private readonly UrlRewrite _urls;
    private readonly CookieRewrite _cookies;
    private readonly KnownHeaderSet _fields;

    private ResponseRewrite(ResponseRewriteOptions options)
    {
        (_urls, _cookies) = (new UrlRewrite(options), new CookieRewrite(options));
        _fields = (options.Location == LocationRewrite.Off ? default : Urls) | (_cookies.Any ? KnownHeaderSet.Of(KnownHeader.SetCookie) : default);
    }

    /// <summary>The rewriting that valid options ask for.</summary>
    public static ResponseRewrite Of(ResponseRewriteOptions options) => options == ResponseRewriteOptions.Default ? Default : new(options);

    /// <summary>Which fields of a response have to be written by <see cref="Write"/>.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="changes">What the route changes besides; what it sets or takes off is left to it.</param>
    /// <param name="growth">Bytes that they may become longer, all together.</param>
    public KnownHeaderSet FieldsIn(Exchange exchange, HeaderPolicy? changes, out int growth)
    {
        growth = 0;
        var fields = exchange.Response.Fields.Present & _fields;
        if (fields.IsEmpty)
        {
            return fields;
        }

        fields = changes is null ? fields : Without(fields, changes);
        growth = GrowthOf(exchange, fields);
        if (growth > MaxGrowth)
        {
            (fields, growth) = (default, 0);
        }

        return fields;
    }

    /// <summary>Writes these fields of the response.</summary>
    public void Write(ref HeadWriter writer, Exchange exchange, KnownHeaderSet fields)
    {
        var response = exchange.Response;
        for (var i = 0; i < response.Fields.Count; i++)
        {
            var known = response.Fields[i].Known;
            if (!fields.Contains(known) || response.IsNamedByConnection(i))
            {
                continue;
            }

            writer.Write(response.NameOf(i));
            writer.Write(": "u8);
            WriteValue(ref writer, known, response.ValueOf(i), exchange);
            writer.Write("\r\n"u8);
        }
    }

    private static KnownHeaderSet Without(KnownHeaderSet fields, HeaderPolicy changes)
    {
        foreach (var header in Headers)
        {
            fields = changes.Drops(header) ? fields.Without(header) : fields;
        }

        return fields;
    }

    private void WriteValue(ref HeadWriter writer, KnownHeader header, ReadOnlySpan<byte> value, Exchange exchange)
    {
        switch (header)
        {
            case KnownHeader.SetCookie:
                _cookies.Write(ref writer, value);
                break;
            case KnownHeader.Refresh:
                var start = StartOfUrl(value);
                writer.Write(value[..start]);
                _urls.Write(ref writer, value[start..], exchange);
                break;
            default:
                _urls.Write(ref writer, value, exchange);
                break;
        }
    }

    private int GrowthOf(Exchange exchange, KnownHeaderSet fields)
    {
        var response = exchange.Response;
        var growth = 0;
        for (var i = 0; i < response.Fields.Count; i++)
        {
            var known = response.Fields[i].Known;
            if (fields.Contains(known))
            {
                // And the space behind the colon, which it may have come without.
                growth += 1 + (known == KnownHeader.SetCookie ? _cookies.GrowthOf(response.ValueOf(i)) : UrlRewrite.GrowthOf(exchange));
            }
        }

        return growth;
    }

    // "5; url=http://…", in any case, with or without a quote: as HTML reads it, in which alone this field is described.
    private static int StartOfUrl(ReadOnlySpan<byte> value)
    {
        var at = value.IndexOfAny(";, "u8);
        at = at < 0 ? value.Length : at + 1;
        at = Skip(value, at);
        if (value.Length - at > 3 && Ascii.EqualsIgnoreCase(value.Slice(at, 3), "url"u8))
        {
            var equals = Skip(value, at + 3);
            at = equals < value.Length && value[equals] == '=' ? Skip(value, equals + 1) : at;
        }

        return at < value.Length && value[at] is (byte)'"' or (byte)'\'' ? at + 1 : at;
    }

    private static int Skip(ReadOnlySpan<byte> value, int at)
    {
        while (at < value.Length && value[at] is (byte)' ' or (byte)'\t' or (byte)';' or (byte)',')
        {
            at++;
        }

        return at;
    }
}
