using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>
/// Checks Host (RFC 9112 §3.2): exactly one in HTTP/1.1, at most one in HTTP/1.0, and valid even where the target names the authority
/// itself. An empty Host is refused: no http URI has an empty authority.
/// </summary>
internal static class HostField
{
    public static ParseError Check(RequestHead head)
    {
        HeaderTable fields = head.Fields;
        int index = fields.IndexOf(KnownHeader.Host);
        if (index < 0)
        {
            bool isRequired = head.Version == ProtocolVersion.Http11;
            return isRequired ? new ParseError(ParseErrorCode.HostMissing, head.FieldsEnd) : default;
        }

        int repeat = fields.IndexOfNext(KnownHeader.Host, index);
        if (repeat >= 0)
        {
            return new ParseError(ParseErrorCode.HostRepeated, fields[repeat].LineStart);
        }

        int invalid = UriHost.FindInvalid(head.ValueOf(index), needsPort: false);
        return invalid < 0 ? default : new ParseError(ParseErrorCode.HostInvalid, fields[index].ValueStart + invalid);
    }
}
