namespace Proxy.Core.Policies.Templates;

/// <summary>Goes along the parts of a template that is a URI, and says how each is written where it stands.</summary>
internal sealed class UriParts
{
    private bool _hasText;

    /// <summary>Where the next part stands.</summary>
    public UriPlace Place { get; private set; }

    /// <summary>The next part, with its text encoded or with what of its value is not.</summary>
    public TemplatePart Take(TemplatePart part)
    {
        if (part.Variable == Variable.None)
        {
            Place = Behind(part.Text);
            _hasText = true;
            return part with { Text = UriEncoding.Encode(part.Text) };
        }

        var placed = part with { Allowed = UriEncoding.AllowedFor(part.Variable, Place), Place = Place };
        if (part.Variable == Variable.Path && Place == UriPlace.Authority)
        {
            Place = UriPlace.Path;
        }

        return placed;
    }

    private UriPlace Behind(ReadOnlySpan<byte> text)
    {
        var place = Place;
        if (place == UriPlace.Path && !_hasText && AuthorityStart(text) is > 0 and var start)
        {
            place = UriPlace.Authority;
            text = text[start..];
        }

        if (place == UriPlace.Authority && text.IndexOfAny("/?"u8) >= 0)
        {
            place = UriPlace.Path;
        }

        return place == UriPlace.Path && text.Contains((byte)'?') ? UriPlace.Query : place;
    }

    // RFC 3986 §4.2: a reference that begins with two slashes names a host, too.
    private static int AuthorityStart(ReadOnlySpan<byte> text)
    {
        var slashes = text.IndexOf("//"u8);
        return slashes == 0 || (slashes > 0 && text[slashes - 1] == ':' && text.IndexOf((byte)'/') == slashes) ? slashes + 2 : 0;
    }
}
