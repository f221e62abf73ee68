using Proxy.Http1.Messages;

namespace Proxy.Tests.Properties.Targets;

/// <summary>Whether two parsed heads say the same, offset for offset.</summary>
internal static class Heads
{
    public static bool Same(RequestHead a, RequestHead b) =>
        a.Method == b.Method
        && a.MethodBytes.SequenceEqual(b.MethodBytes)
        && a.Form == b.Form
        && a.Target.SequenceEqual(b.Target)
        && a.Authority.SequenceEqual(b.Authority)
        && a.Path.SequenceEqual(b.Path)
        && a.ExpectsContinue == b.ExpectsContinue
        && a.ExpectsUnknown == b.ExpectsUnknown
        && SameCommon(a, b);

    public static bool Same(ResponseHead a, ResponseHead b) =>
        a.Status == b.Status
        && a.Reason.SequenceEqual(b.Reason)
        && SameCommon(a, b);

    private static bool SameCommon(MessageHead a, MessageHead b)
    {
        var isSame = a.Bytes.SequenceEqual(b.Bytes)
            && a.Version == b.Version
            && a.Framing == b.Framing
            && a.KeepAlive == b.KeepAlive
            && a.HasConnectionOptions == b.HasConnectionOptions
            && a.Length == b.Length
            && a.FieldsStart == b.FieldsStart
            && a.Fields.Count == b.Fields.Count;
        for (var i = 0; isSame && i < a.Fields.Count; i++)
        {
            ref readonly var x = ref a.Fields[i];
            ref readonly var y = ref b.Fields[i];
            isSame = (x.LineStart, x.LineLength, x.NameLength, x.ValueStart, x.ValueLength, x.Known, x.Lookalike)
                == (y.LineStart, y.LineLength, y.NameLength, y.ValueStart, y.ValueLength, y.Known, y.Lookalike)
                && a.IsNamedByConnection(i) == b.IsNamedByConnection(i);
        }

        return isSame;
    }
}
