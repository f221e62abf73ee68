using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// Keeps a loop's share of the connections to one endpoint that are to lie idle at the least, opened before anybody asks. Where opening fails it pauses, and
/// whoever waits for a place comes first.
/// </summary>
internal sealed class IdleReserve : ILoopTimerOwner
{
    private const long PauseMilliseconds = 1_000;

    private static readonly Action<object?> Filling = static state => ((IdleReserve)state!).Fill();

    private readonly EndpointPool _pool;
    private readonly LoopTimer _pause;
    private int _opening;
    private bool _isFilling;

    public IdleReserve(EndpointPool pool)
    {
        _pool = pool;
        _pause = new LoopTimer(this);
    }

    /// <summary>How many are to lie idle.</summary>
    public int Least { get; private set; }

    /// <summary>So many are to lie idle from now on.</summary>
    public void Keep(int least)
    {
        Least = least;
        FillSoon();
    }

    /// <summary>An idle one is gone: opens what is missing behind what the loop does now.</summary>
    public void FillSoon()
    {
        if (!_isFilling && _pool.Idle + _opening < Least && _pause.Due == LoopTimer.Never)
        {
            _isFilling = true;
            _pool.Loop.Ready(Filling, this);
        }
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => FillSoon();

    private void Fill()
    {
        _isFilling = false;
        for (var missing = Least - _pool.Idle - _opening; missing > 0 && _pool.TryTakePlaceAhead(); missing--)
        {
            _opening++;
            _ = OpenAsync();
        }
    }

    private async Detached OpenAsync()
    {
        var isOpen = await _pool.OpenAheadAsync().ConfigureAwait(false);
        _opening--;
        if (!isOpen && Least > 0)
        {
            _pool.Loop.SetTimer(_pause, PauseMilliseconds);
        }
    }
}
