namespace Proxy.Core.Policies.Templates;

/// <summary>Where a template stands, and thus what it may name and how its variables are written.</summary>
/// <param name="Captures">The captures of the route's path.</param>
/// <param name="HasResponse">There is a response to speak of.</param>
/// <param name="IsUri">It is a URI, or a part of one: what may not stand there is percent-encoded (RFC 3986 §2.1).</param>
internal sealed record TemplateScope(IReadOnlyList<string> Captures, bool HasResponse = false, bool IsUri = false)
{
    /// <summary>Templates that belong to no route.</summary>
    public static TemplateScope Global { get; } = new([]);

    /// <summary>Which capture has this name, or -1.</summary>
    public int CaptureIndex(string name)
    {
        for (var i = 0; i < Captures.Count; i++)
        {
            if (Captures[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
