using System.IO.MemoryMappedFiles;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>
/// What an origin saw, and what it is told to do, in a file that it and the command have mapped: it outlives a SIGKILL of the origin, and is read and
/// written without a word between the two. One origin writes a ledger, one command reads it.
/// </summary>
internal sealed class Ledger : IDisposable
{
    /// <summary>Length of a slot of time, in milliseconds, and how many there are from <see cref="StartedAt"/> on.</summary>
    public const int SlotMilliseconds = 100, SlotCount = 6000;

    private const int ServiceAt = 0, FailAt = 8, WorkersAt = 16, DeafAt = 24, IsDeafAt = 32, StartAt = 40, DeepestAt = 48, SlotsAt = 4096;
    private const int NotesAt = SlotsAt + 4 * SlotCount;
    private const byte DeliveryMask = 0x7F, BegunMark = 0x80;
    private const long SlotTicks = SlotMilliseconds * 1_000_000L;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _requests;

    private Ledger(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor();
        _requests = (int)(_view.Capacity - NotesAt) - 1;
    }

    /// <summary>An empty ledger for requests numbered up to <paramref name="requests"/>.</summary>
    public static Ledger Create(string path, int requests) =>
        new(MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, NotesAt + requests + 1));

    public static Ledger Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    /// <summary>How long a response takes, in microseconds.</summary>
    public long ServiceMicroseconds { get => _view.ReadInt64(ServiceAt); set => _view.Write(ServiceAt, value); }

    /// <summary>How many of a hundred requests end with the connection closed in place of a response.</summary>
    public long FailPercent { get => _view.ReadInt64(FailAt); set => _view.Write(FailAt, value); }

    /// <summary>Requests served at a time, the others wait in line; 0 for any number.</summary>
    public long Workers { get => _view.ReadInt64(WorkersAt); set => _view.Write(WorkersAt, value); }

    /// <summary>True: nothing is to be read or accepted any more, and hardly anything is to be let into the line of connections.</summary>
    public bool MustBeDeaf { get => _view.ReadBoolean(DeafAt); set => _view.Write(DeafAt, value); }

    /// <summary>The origin's word that it is.</summary>
    public bool IsDeaf { get => _view.ReadBoolean(IsDeafAt); set => _view.Write(IsDeafAt, value); }

    /// <summary>The timestamp that slots count from.</summary>
    public long StartedAt { get => _view.ReadInt64(StartAt); set => _view.Write(StartAt, value); }

    /// <summary>The most requests that ever waited for a worker.</summary>
    public long DeepestQueue { get => _view.ReadInt64(DeepestAt); set => _view.Write(DeepestAt, value); }

    /// <summary>A numbered request has come.</summary>
    public void NoteDelivery(int number, long timestamp)
    {
        if (number > _requests)
            return;
        var note = _view.ReadByte(NotesAt + number);
        var deliveries = Math.Min((note & DeliveryMask) + 1, DeliveryMask);
        _view.Write(NotesAt + number, (byte)((note & BegunMark) | deliveries));
        var slot = (timestamp - StartedAt) / SlotTicks;
        if (timestamp >= StartedAt && slot < SlotCount)
            _view.Write(SlotsAt + 4 * slot, _view.ReadInt32(SlotsAt + 4 * slot) + 1);
    }

    /// <summary>The response to it is about to be sent.</summary>
    public void NoteBegun(int number)
    {
        if (number <= _requests)
            _view.Write(NotesAt + number, (byte)(_view.ReadByte(NotesAt + number) | BegunMark));
    }

    /// <summary>How often a request has come.</summary>
    public int Deliveries(int number) => _view.ReadByte(NotesAt + number) & DeliveryMask;

    public bool HasBegun(int number) => (_view.ReadByte(NotesAt + number) & BegunMark) != 0;

    /// <summary>Requests that came in each slot.</summary>
    public int[] Arrivals(int slots)
    {
        var arrivals = new int[Math.Min(slots, SlotCount)];
        _view.ReadArray(SlotsAt, arrivals, 0, arrivals.Length);
        return arrivals;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
