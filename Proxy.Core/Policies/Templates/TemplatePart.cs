using System.Buffers;

namespace Proxy.Core.Policies.Templates;

/// <summary>One piece of a template: text, or a variable.</summary>
/// <param name="Variable">What it stands for.</param>
/// <param name="Text">The text itself; of a header, cookie or parameter its name.</param>
/// <param name="Index">Which capture.</param>
internal sealed record TemplatePart(Variable Variable, byte[] Text, int Index = 0)
{
    /// <summary>In a URI, the bytes of the value that need no encoding; null elsewhere.</summary>
    public SearchValues<byte>? Allowed { get; init; }

    /// <summary>Where in a URI it stands.</summary>
    public UriPlace Place { get; init; }

    /// <summary>It is found in the request's path, which has to be read for it: what goes into a URI is the path as routes see it.</summary>
    public bool NeedsPath => Variable == Variable.Capture || (Variable == Variable.Path && Allowed is not null);
}
