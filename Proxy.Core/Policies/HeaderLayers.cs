using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Messages;

namespace Proxy.Core.Policies;

/// <summary>Puts changes to fields one over the other, as if each were made to what the one before it left.</summary>
internal sealed class HeaderLayers
{
    private readonly List<HeaderLine> _lines = [];
    private readonly List<string> _replaced = [];
    private readonly List<string> _appended = [];

    /// <summary>Adds changes to those before.</summary>
    public void Add(HeaderPolicyOptions options, TemplateScope scope)
    {
        string[] replaced = [.. options.Remove, .. options.Set.Select(header => header.Name)];
        var gone = new FieldNames(replaced);
        _lines.RemoveAll(line => gone.Contains(line.NameBytes));
        _replaced.AddRange(replaced);
        foreach (var header in options.Set)
        {
            _lines.Add(new(header.Name, [Parse(header, scope)], appends: false));
        }

        foreach (var header in options.Append)
        {
            Append(header, Parse(header, scope));
        }

        foreach (var header in options.Add)
        {
            _lines.Add(new(header.Name, [Parse(header, scope)], appends: false));
        }
    }

    /// <summary>All of them as one; null where nothing is changed.</summary>
    public HeaderPolicy? Build() => _lines.Count + _replaced.Count == 0 ? null : new(_lines, _replaced.Concat(_appended));

    // One line holds whatever is put behind: what the message has of that name, unless some change took that off, and the values of earlier changes.
    private void Append(HeaderValueOptions header, Template value)
    {
        var appends = !new FieldNames(_replaced).Contains(Encoding.ASCII.GetBytes(header.Name));
        var at = _lines.FindIndex(line => line.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
        {
            _lines[at] = _lines[at].With(value, appends);
        }
        else
        {
            _lines.Add(new(header.Name, [value], appends));
        }

        _appended.Add(header.Name);
    }

    private static Template Parse(HeaderValueOptions header, TemplateScope scope) => TemplateParser.Parse(header.Value, scope);
}
