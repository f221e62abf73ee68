using System.Runtime.CompilerServices;

namespace Proxy.Http1.Messages;

/// <summary>
/// The field lines of one head, in the order received. The table is pooled with its head: it starts with 16 entries, doubles
/// when a head needs more, and is bounded by <see cref="Parsing.ParserLimits.MaxFields"/>.
/// </summary>
public sealed class HeaderTable
{
    private const int InitialCapacity = 16;
    private const int KnownCapacity = 64;

    // Where each known header occurs first; an entry counts only while its bit stands in Present, so that none needs clearing.
    private readonly ushort[] _firstIndex = new ushort[KnownCapacity];
    private HeaderField[] _fields = new HeaderField[InitialCapacity];
    private KnownHeaderSet _present;
    private KnownHeaderSet _repeated;
    private KnownHeaderSet _lookalikes;
    private int _count;
    private bool _hasUnknown;

    /// <summary>Number of field lines.</summary>
    public int Count => _count;

    /// <summary>The known headers that occur at least once.</summary>
    public KnownHeaderSet Present => _present;

    /// <summary>The known headers that occur on more than one line.</summary>
    public KnownHeaderSet Repeated => _repeated;

    /// <summary>The known headers that a name with <c>_</c> stands in for, see <see cref="HeaderField.Lookalike"/>.</summary>
    public KnownHeaderSet Lookalikes => _lookalikes;

    /// <summary>True when a name has an <c>_</c> in it, whatever it looks like.</summary>
    public bool HasUnderscores { get; private set; }

    /// <summary>True when a name is none that we know, or only its beginning is.</summary>
    public bool HasUnknown => _hasUnknown || _present.Contains(KnownHeader.XForwardedOther);

    /// <summary>The field line at <paramref name="index"/>, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public ref readonly HeaderField this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
            return ref _fields[index];
        }
    }

    /// <summary>Finds the first line of a known header.</summary>
    public bool TryGet(KnownHeader header, out int index)
    {
        index = IndexOf(header);
        return index >= 0;
    }

    /// <summary>Index of the first line of a known header, or -1.</summary>
    public int IndexOf(KnownHeader header) => _present.Contains(header) ? _firstIndex[(int)header] : -1;

    /// <summary>Index of the next line of a known header behind <paramref name="index"/>, or -1.</summary>
    public int IndexOfNext(KnownHeader header, int index)
    {
        if (!_repeated.Contains(header))
        {
            return -1;
        }

        for (int next = index + 1; next < _count; next++)
        {
            if (_fields[next].Known == header)
            {
                return next;
            }
        }

        return -1;
    }

    internal void Add(in HeaderField field)
    {
        if (_count == _fields.Length)
        {
            Array.Resize(ref _fields, _count * 2);
        }

        if (field.Known != KnownHeader.None)
        {
            Note(field.Known);
        }
        else
        {
            _hasUnknown = true;
        }

        _fields[_count++] = field;
    }

    /// <summary>Adds a field line whose name has an <c>_</c> in it.</summary>
    internal void AddUnderscored(in HeaderField field)
    {
        HasUnderscores = true;
        _lookalikes = _lookalikes.With(field.Lookalike);
        Add(field);
    }

    internal void Clear()
    {
        HasUnderscores = _hasUnknown = false;
        _lookalikes = default;
        _count = 0;
        _present = default;
        _repeated = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(KnownHeader header)
    {
        if (_present.Contains(header))
        {
            _repeated = _repeated.With(header);
        }
        else
        {
            _present = _present.With(header);
            _firstIndex[(int)header] = (ushort)_count;
        }
    }
}
