using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Proxy.Core.Policies.Templates;

/// <summary>Reads templates: text with variables in braces, <c>{{</c> and <c>}}</c> for braces themselves.</summary>
internal static class TemplateParser
{
    /// <summary>Reads a template.</summary>
    /// <param name="text">The text as the operator wrote it.</param>
    /// <param name="scope">Where it stands.</param>
    /// <param name="template">The template, when valid.</param>
    /// <param name="problem">What is wrong, when not.</param>
    public static bool TryParse(
        string text, TemplateScope scope, [NotNullWhen(true)] out Template? template, [NotNullWhen(false)] out string? problem)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        template = null;
        problem = text.Any(c => char.IsControl(c) && c != '\t') ? "control characters are not allowed" : null;
        for (var i = 0; i < text.Length && problem is null; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                i++;
                literal.Append(c);
            }
            else if (c == '{')
            {
                AddLiteral(parts, literal);
                problem = AddVariable(text, ref i, scope, parts);
            }
            else if (c == '}')
            {
                problem = $"\"{text}\": a \"}}\" without its \"{{\"; a literal brace is written \"}}}}\"";
            }
            else
            {
                literal.Append(c);
            }
        }

        AddLiteral(parts, literal);
        template = problem is null ? new Template(parts, scope.IsUri) : null;
        if (template is not null && template.Parts.Any(part => part is { Variable: Variable.Target, Allowed: not null, Place: not UriPlace.Query }))
        {
            (template, problem) = (null, $"\"{text}\": {{target}} has a query of its own, and may have a host; write {{path}}, the query goes along");
        }

        return template is not null;
    }

    /// <summary>Where a character stands first in a template's text, which names of variables are no part of; -1 where it does not.</summary>
    public static int IndexInText(string text, char wanted)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == wanted)
            {
                return i;
            }

            if (text[i] == '{' && i + 1 < text.Length)
            {
                i = text[i + 1] == '{' ? i + 1 : text.IndexOf('}', i) is >= 0 and var end ? end : text.Length;
            }
        }

        return -1;
    }

    /// <summary>A template that was checked before.</summary>
    public static Template Parse(string text, TemplateScope scope) =>
        TryParse(text, scope, out var template, out var problem) ? template : throw new ArgumentException(problem, nameof(text));

    /// <summary>
    /// Reads the body of a page, in which braces have a meaning of their own: <c>{status}</c>, <c>{reason}</c> and <c>{request.id}</c> are variables, whose
    /// values are harmless in any text; everything else stays.
    /// </summary>
    public static Template ParsePage(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<Variable> variables = [Variable.Status, Variable.Reason, Variable.RequestId];
        var parts = new List<TemplatePart>();
        while (!body.IsEmpty)
        {
            var (at, length, found) = (body.Length, 0, Variable.None);
            foreach (var variable in variables)
            {
                var name = PageName(variable);
                var index = body.IndexOf(name);
                if (index >= 0 && index < at)
                {
                    (at, length, found) = (index, name.Length, variable);
                }
            }

            if (at > 0)
            {
                parts.Add(new(Variable.None, body[..at].ToArray()));
            }

            if (found != Variable.None)
            {
                parts.Add(new(found, []));
            }

            body = body[(at + length)..];
        }

        return new Template(parts, isUri: false);
    }

    private static ReadOnlySpan<byte> PageName(Variable variable) => variable switch
    {
        Variable.Status => "{status}"u8,
        Variable.Reason => "{reason}"u8,
        _ => "{request.id}"u8,
    };

    private static void AddLiteral(List<TemplatePart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new(Variable.None, Encoding.UTF8.GetBytes(literal.ToString())));
            literal.Clear();
        }
    }

    private static string? AddVariable(string text, ref int at, TemplateScope scope, List<TemplatePart> parts)
    {
        var end = text.IndexOf('}', at);
        if (end < 0)
        {
            return $"\"{text}\": a \"{{\" without its \"}}\"; a literal brace is written \"{{{{\"";
        }

        var part = VariableNames.Find(text[(at + 1)..end], scope, out var problem);
        if (part is not null)
        {
            parts.Add(part);
        }

        at = end;
        return problem;
    }
}
