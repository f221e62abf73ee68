using System.Text;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;

namespace Proxy.Core.Explaining;

/// <summary>The value of a template as far as a request alone tells it; what only a response can tell stays in braces.</summary>
internal static class TemplatePreview
{
    public static string Of(Template template, Exchange exchange)
    {
        var text = new StringBuilder();
        Span<byte> scratch = stackalloc byte[VariableValues.ScratchBytes];
        foreach (var part in template.Parts)
        {
            _ = part.Variable switch
            {
                Variable.None => text.Append(ByteText.Of(part.Text)),
                Variable.Status => text.Append("{status}"),
                Variable.Reason => text.Append("{reason}"),
                Variable.ResponseHeader => text.Append("{response.header.").Append(ByteText.Of(part.Text)).Append('}'),
                _ => text.Append(ByteText.Of(VariableValues.Of(part, exchange, scratch))),
            };
        }

        return text.ToString();
    }
}
