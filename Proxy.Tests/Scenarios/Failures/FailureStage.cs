using System.Net.Sockets;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>The upstream's endpoints, as a row wants them.</summary>
internal sealed class FailureStage : IDisposable
{
    private readonly Failure _row;
    private readonly FailureRun _run;
    private readonly List<FullListener> _silent = [];
    private volatile bool _begun;
    private int _connections;

    public FailureStage(Failure row, FailureRun run)
    {
        (_row, _run) = (row, run);
        var place = row.IsPooled ? Place.OneOrigin : row.Place;
        Addresses = place switch
        {
            Place.OneOrigin => [StartOrigin()],
            Place.NobodyThenOrigin => [ScriptedOrigin.Refusing(), StartOrigin()],
            Place.Nobody => [ScriptedOrigin.Refusing(), ScriptedOrigin.Refusing(AddressKind.Unix)],
            Place.Silence => [StartSilence(), StartSilence()],
            Place.Unreachable => ["http://127.255.255.255:80", "http://127.255.255.255:81"],
            _ => [StartOrigin(), StartOrigin()],
        };
    }

    public IReadOnlyList<string> Addresses { get; }

    public List<ScriptedOrigin> Origins { get; } = [];

    /// <summary>What comes from now on is the row's.</summary>
    public void Begin() => _begun = true;

    /// <summary>A second's worth of whatever drips.</summary>
    public async Task DripAsync(RawClient client)
    {
        try
        {
            await client.SendAsync(_row.ClientDrips ?? "");
            if (_row.OriginDrips is { } drip)
            {
                await Origins.SelectMany(origin => origin.Connections).First().SendAsync(drip);
            }
        }
        catch (SocketException)
        {
            // The proxy has had enough of it.
        }
    }

    public void Dispose()
    {
        Origins.ForEach(origin => origin.Dispose());
        _silent.ForEach(silent => silent.Dispose());
    }

    private string StartOrigin()
    {
        var origin = ScriptedOrigin.Start(ServeAsync);
        Origins.Add(origin);
        return origin.Address;
    }

    private string StartSilence()
    {
        _silent.Add(new FullListener());
        return _silent[^1].Address;
    }

    private async Task ServeAsync(OriginConnection connection)
    {
        var isFirst = Interlocked.Increment(ref _connections) == 1;
        if (isFirst && _row.IsPooled)
        {
            await connection.NextAsync();
            await connection.SendAsync(OriginConnection.Hello);
            await Patience.UntilAsync(() => _begun, "the row begins");
        }

        foreach (var act in isFirst ? _row.Origin : _row.Again ?? _row.Origin)
        {
            await act(_run, connection);
        }

        while (connection.Socket.SafeHandle is { IsClosed: false } && await connection.NextAsync() is not null)
        {
            await connection.SendAsync(OriginConnection.Hello);
        }
    }
}
