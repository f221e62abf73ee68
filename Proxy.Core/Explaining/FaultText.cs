using Proxy.Http1.Parsing;

namespace Proxy.Core.Explaining;

/// <summary>Shows where in a head the parser found a fault.</summary>
internal static class FaultText
{
    public static ExplainedFault Of(ReadOnlySpan<byte> head, ParseError error)
    {
        var offset = Math.Clamp(error.Offset, 0, head.Length);
        var start = head[..offset].LastIndexOf((byte)'\n') + 1;
        var length = head[start..].IndexOf((byte)'\n');
        var line = head.Slice(start, length < 0 ? head.Length - start : length);
        return new(error.Text, error.Section, error.Offset, ByteText.Of(line).TrimEnd('\r'), ByteText.Of(head[start..offset]).Length);
    }
}
