using System.Text;
using Proxy.Core.Configuration;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Routing;

/// <summary>A condition on a header or a query parameter, compiled.</summary>
internal sealed class FieldCondition
{
    private readonly byte[] _name;
    private readonly byte[]? _value;

    public FieldCondition(FieldMatchOptions options) =>
        (_name, _value) = (Encoding.UTF8.GetBytes(options.Name), options.Value is null ? null : Encoding.UTF8.GetBytes(options.Value));

    /// <summary>True when a field line of that name is there, and where a value is asked for, one that has it.</summary>
    public bool IsMetByHeader(RequestHead request)
    {
        for (var i = 0; i < request.Fields.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(request.NameOf(i), _name) && (_value is null || request.ValueOf(i).SequenceEqual(_value)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a parameter of that name is there, decoded, and where a value is asked for, one that has it.</summary>
    public bool IsMetByQuery(ReadOnlySpan<byte> query)
    {
        while (!query.IsEmpty)
        {
            var value = QueryText.NextParameter(ref query, out var name);
            if (QueryText.Equals(name, _name) && (_value is null || QueryText.Equals(value, _value)))
            {
                return true;
            }
        }

        return false;
    }
}
