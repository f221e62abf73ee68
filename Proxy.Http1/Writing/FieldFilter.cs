using Proxy.Http1.Messages;

namespace Proxy.Http1.Writing;

/// <summary>Which field lines of a head are left out when it is written on. Fields that a Connection option nominates are left out besides.</summary>
/// <param name="Headers">Known headers.</param>
/// <param name="Lookalikes">Known headers whose names may not come with <c>_</c> for <c>-</c> either, see <see cref="HeaderField.Lookalike"/>.</param>
/// <param name="Underscores">Every name with an <c>_</c> in it.</param>
/// <param name="Names">Names that are no known headers', and beginnings of names; or null.</param>
/// <param name="OwnNames">More names that are no known headers': for a filter that others extend.</param>
public readonly record struct FieldFilter(
    KnownHeaderSet Headers, KnownHeaderSet Lookalikes = default, bool Underscores = false, FieldNames? Names = null, FieldNames? OwnNames = null)
{
    /// <summary>This filter, which leaves out one more header.</summary>
    public FieldFilter With(KnownHeader header) => this with { Headers = Headers.With(header) };

    /// <summary>True when a line of the head is left out, so that its lines have to be looked at one by one.</summary>
    public bool Touches(MessageHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return !(head.Fields.Present & Headers).IsEmpty || LooksAtNames(head);
    }

    /// <summary>True when <see cref="Headers"/> alone does not tell which lines of the head are left out.</summary>
    internal bool LooksAtNames(MessageHead head) =>
        head.HasConnectionOptions
        || (OwnNames is not null && head.Fields.HasUnknown)
        || (Names is not null && (head.Fields.HasUnknown || Names.HasBeginnings))
        || (head.Fields.HasUnderscores && (Underscores || !(head.Fields.Lookalikes & Lookalikes).IsEmpty));

    /// <summary>True when this line of the head is left out.</summary>
    public bool LeavesOut(MessageHead head, int index)
    {
        ArgumentNullException.ThrowIfNull(head);
        ref readonly HeaderField field = ref head.Fields[index];
        return Headers.Contains(field.Known) || LeavesOutByName(head, index, field);
    }

    internal bool LeavesOutByName(MessageHead head, int index, in HeaderField field) =>
        Lookalikes.Contains(field.Lookalike) || head.IsNamedByConnection(index) || IsNamed(head, index, field)
        || (Underscores && head.NameOf(index).Contains((byte)'_'));

    private bool IsNamed(MessageHead head, int index, in HeaderField field) =>
        (Names is not null && (Names.HasBeginnings || field.Known is KnownHeader.None or KnownHeader.XForwardedOther) && Names.Contains(head.NameOf(index)))
        || (OwnNames is not null && field.Known == KnownHeader.None && OwnNames.Contains(head.NameOf(index)));
}
