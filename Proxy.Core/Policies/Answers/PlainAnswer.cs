using Proxy.Core.Policies.Templates;

namespace Proxy.Core.Policies.Answers;

/// <summary>Status and reason as a line of text, for what has no page of its own.</summary>
internal sealed class PlainAnswer : OwnAnswer
{
    public static PlainAnswer Instance { get; } = new();

    public override ReadOnlySpan<byte> ContentType => "text/plain"u8;

    public override Template Body { get; } = TemplateParser.ParsePage("{status} {reason}\n"u8);
}
