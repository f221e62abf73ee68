namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// Has the other loops close idle connections whose places are waited for on this one. It goes from loop to loop as one message, so that a connection that falls
/// idle behind it is returned by a loop that knows of the waiting already, and none before it is missed. One is under way at a time.
/// </summary>
internal sealed class IdleSearch
{
    private static readonly Action<object?> Visiting = static state => ((IdleSearch)state!).Visit();

    private readonly EndpointPool _home;
    private readonly int _loops;
    private int _at; // the loop it is on, or on its way to
    private int _wanted;
    private bool _isUnderWay;
    private bool _isOutdated;

    public IdleSearch(EndpointPool home, int loops) => (_home, _loops) = (home, loops);

    /// <summary>One more waits here.</summary>
    public void Begin()
    {
        _isOutdated = _isUnderWay;
        if (!_isUnderWay && _loops > 1)
        {
            (_isUnderWay, _wanted, _at) = (true, _home.WaitingForConnection, _home.Loop.Index);
            GoOn();
        }
    }

    private void Visit()
    {
        if (_at != _home.Loop.Index)
        {
            _wanted -= _home.Endpoint.PoolAt(_at)!.DropIdle(_wanted);
            GoOn();
            return;
        }

        _isUnderWay = false;
        if (_isOutdated && _home.WaitingForConnection > 0)
        {
            Begin();
        }
    }

    // To the next loop that has a pool; home where it has found enough, or has been everywhere.
    private void GoOn()
    {
        do
        {
            _at = _wanted > 0 ? (_at + 1) % _loops : _home.Loop.Index;
        }
        while (_at != _home.Loop.Index && _home.Endpoint.PoolAt(_at) is null);

        var pool = _home.Endpoint.PoolAt(_at);
        (pool ?? _home).Loop.Post(Visiting, this);
    }
}
