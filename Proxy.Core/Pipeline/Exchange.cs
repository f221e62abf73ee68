using System.Buffers;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Forwarding;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Answers;
using Proxy.Core.Routing;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Limits;
using Proxy.Core.Upstreams.Retrying;
using Proxy.Http1.Messages;

namespace Proxy.Core.Pipeline;

/// <summary>
/// One request and its response. Knows nothing of the protocol on either side: heads, bodies and both streams are given to it. Rented from its loop
/// while the request lives, so that an idle connection holds none.
/// </summary>
internal sealed class Exchange
{
    private readonly List<Endpoint> _tried = [];
    private ExchangeTimes _times;
    private RefusedLine _refused;
    private GroupLoad? _groupLoad;
    private UpstreamPass _pass;
    private bool _isTrying;
    private RetryPause? _pause;

    /// <summary>The request as parsed.</summary>
    public RequestHead Request { get; } = new();

    /// <summary>The response's head as the origin sent it.</summary>
    public ResponseHead Response { get; } = new();

    /// <summary>The client's side.</summary>
    public ClientStream Connection { get; private set; } = null!;

    /// <summary>What the loop ran with when the exchange began: it is used to the end, whatever is reloaded meanwhile.</summary>
    public ProxySnapshot Snapshot { get; private set; } = null!;

    /// <summary>The bounds of the route taken; those that hold everywhere before there is one.</summary>
    public RouteBounds Bounds { get; set; } = null!;

    /// <summary>The pools and balancers that go with <see cref="Snapshot"/>; none any more behind <see cref="LetGoOfRoutes"/>.</summary>
    public Generation Generation { get; private set; } = null!;

    /// <summary>Who the client is, as far as that is believed.</summary>
    public ClientIdentity Client { get; } = new();

    /// <summary>The origin's side, while there is one.</summary>
    public UpstreamStream? Origin { get; set; }

    /// <summary>The place in a queue for a connection, while there is one.</summary>
    public UpstreamWaiter? Waiter { get; set; }

    /// <summary>The route taken.</summary>
    public Route? Route { get; set; }

    /// <summary>The request's path as routes see it, in which the route's captures lie.</summary>
    public RoutePath Path { get; } = new();

    /// <summary>What is answered without an origin, or in place of its response; null where the origin's own goes to the client.</summary>
    public OwnAnswer? Answer { get; set; }

    /// <summary>Room for the value of a variable in the body of <see cref="Answer"/>: status, reason or id.</summary>
    public byte[] Scratch { get; } = new byte[256];

    /// <summary>The status of the response, once there is one.</summary>
    public int Status { get; set; }

    /// <summary>The request's head was read whole and is valid.</summary>
    public bool IsUnderstood { get; set; }

    /// <summary>The request's body where it was gathered before an origin is asked, or null.</summary>
    public GatheredBody? Gathered { get; set; }

    /// <summary>The request's body where a copy is kept while it is passed on, or null.</summary>
    public KeptBody? Kept { get; set; }

    /// <summary>The request's body as an origin gets it.</summary>
    public BodySource RequestBody => Gathered ?? (BodySource?)Kept ?? Connection.RequestBody;

    /// <summary>Who answers, once the request is routed.</summary>
    public Upstream? Upstream { get; set; }

    /// <summary>The endpoint of the present or last try.</summary>
    public Endpoint? Endpoint { get; set; }

    /// <summary>What is tried again, once there is an upstream.</summary>
    public RetryRules Retry { get; set; } = null!;

    /// <summary>When the time of the present try is over, in the loop's milliseconds, or <see cref="LoopTimer.Never"/>.</summary>
    public long TryEnds { get; set; } = LoopTimer.Never;

    /// <summary>The endpoint that the client's cookie binds it to, or null.</summary>
    public Endpoint? BoundEndpoint { get; set; }

    /// <summary>Tries begun.</summary>
    public int Attempts { get; set; }

    /// <summary>A pooled connection turned out dead and was replaced.</summary>
    public bool StaleReplaced { get; set; }

    /// <summary>The present try takes no pooled connection.</summary>
    public bool NeedsFreshConnection { get; set; }

    /// <summary>Some byte of the request may have reached an origin.</summary>
    public bool BytesWrittenUpstream { get; set; }

    /// <summary>The request has no body, or all of it is still here and can be sent again.</summary>
    public bool BodyIsHeld { get; set; }

    /// <summary>The client asks to switch to another protocol, and may (RFC 9110 §7.8).</summary>
    public bool AsksUpgrade { get; set; }

    /// <summary>How often the request may still be forwarded (RFC 9110 §7.6.2): at 0 it is answered here, and most are unlimited.</summary>
    public long ForwardsLeft { get; set; } = MaxForwards.Unlimited;

    /// <summary>Every field with an <c>_</c> in its name stays here.</summary>
    public bool DropsUnderscores { get; set; }

    /// <summary>The client was told to send its body (RFC 9110 §10.1.1).</summary>
    public bool ContinueSent { get; set; }

    /// <summary>Interim responses relayed.</summary>
    public int InterimSent { get; set; }

    /// <summary>The head of a response was written to the client: nothing else can be answered.</summary>
    public bool ResponseBegun { get; set; }

    /// <summary>What failed was answered, with a whole response of our own.</summary>
    public bool ErrorSent { get; set; }

    /// <summary>The response's body ends with the connection: cut short it has to be reset.</summary>
    public bool EndsByClose { get; set; }

    /// <summary>What ended the exchange before its time.</summary>
    public ProxyError Error { get; set; }

    /// <summary>The relay of the request's body, begun where it did not arrive whole; awaited once, by whoever ends the try.</summary>
    public ValueTask Upload { get; set; }

    /// <summary><see cref="Upload"/> was begun and not awaited yet.</summary>
    public bool IsUploading { get; set; }

    /// <summary>The relay of the request's body is over, well or not.</summary>
    public bool UploadEnded { get; set; }

    /// <summary>The relay of the request's body is being ended for another try: its end is no failure.</summary>
    public bool IsSuspending { get; set; }

    /// <summary>The request's body failed while the response was awaited.</summary>
    public ProxyError UploadError { get; set; }

    /// <summary>The status a hook chose, or 0.</summary>
    public int RefusalStatus { get; set; }

    /// <summary>The client is gone, or the proxy stops: nothing further is begun.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>The client's connection may carry another request behind this one.</summary>
    public bool KeepClient { get; set; }

    /// <summary>The access log has it.</summary>
    public bool IsLogged { get; set; }

    /// <summary>When it came how far.</summary>
    public ref ExchangeTimes Times => ref _times;

    /// <summary>The try's leave to ask its upstream.</summary>
    public ref UpstreamPass Pass => ref _pass;

    /// <summary>As much as is kept of the first line of a head that could not be read.</summary>
    public ReadOnlySpan<byte> RefusedLine => _refused.Line;

    public void Begin(ClientStream connection, Generation generation, long now)
    {
        (_times.Began, Generation) = (now, generation);
        Begin(connection, generation.Snapshot);
    }

    /// <summary>Begins an exchange that asks no origin.</summary>
    public void Begin(ClientStream connection, ProxySnapshot snapshot)
    {
        (Connection, Snapshot, Bounds) = (connection, snapshot, snapshot.Bounds);
        Client.Begin(connection);
        KeepClient = true;
    }

    /// <summary>Keeps the first line of a head that could not be read, to be told what came.</summary>
    public void KeepRefused(in ReadOnlySequence<byte> head) => _refused.Keep(head);

    /// <summary>Begins an exchange that has no client: a copy of another, for which nobody waits.</summary>
    public void BeginCopy(Generation generation) =>
        (Generation, Snapshot, Bounds) = (generation, generation.Snapshot, generation.Snapshot.Bounds);

    /// <summary>
    /// Nothing is routed any more: what may last for days holds no whole configuration with all its routes while others come and go.
    /// </summary>
    public void LetGoOfRoutes() => (Generation, Snapshot) = (null!, Snapshot.WithoutRoutes);

    /// <summary>Ends the exchange from outside: whatever it waits for is canceled.</summary>
    public void Abort(ProxyError reason)
    {
        if (!IsAborted)
        {
            IsAborted = true;
            Error = Error == ProxyError.None ? reason : Error;
            Origin?.Cancel(reason);
            Waiter?.GiveUp(reason);
            _pause?.End();
        }
    }

    /// <summary>Waits between two tries, unless the exchange is ended meanwhile.</summary>
    public ValueTask<bool> PauseAsync(EventLoop loop, long milliseconds) => (_pause ??= new RetryPause()).WaitAsync(loop, milliseconds);

    /// <summary>A bound on time, or what the try has left of its own where that is less.</summary>
    public long WithinTry(long bound, long now) => Math.Clamp(TryEnds - now, 1, bound);

    /// <summary>The try has its place among those that may be under way on its endpoint.</summary>
    public bool HasPlace => _isTrying;

    /// <summary>A try begins, which is load on its endpoint until <see cref="EndTry"/>. False where the endpoint is full: its place has to be waited for.</summary>
    public bool BeginTry(Endpoint endpoint) => BeginTry(endpoint, endpoint.Requests.TryTake());

    /// <inheritdoc cref="BeginTry(Endpoint)"/>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="hasPlace">A place on it was taken already.</param>
    public bool BeginTry(Endpoint endpoint, bool hasPlace)
    {
        if (Attempts > 1 && Endpoint is not null && Endpoint != endpoint)
        {
            _tried.Add(Endpoint);
        }

        Endpoint = endpoint;
        if (hasPlace)
        {
            TakePlace();
        }

        return hasPlace;
    }

    /// <summary>A place on the endpoint is the try's from now on.</summary>
    public void TakePlace()
    {
        _groupLoad = Endpoint!.Group.Load;
        _groupLoad?.Begin();
        _isTrying = true;
    }

    /// <summary>The try is over, if one was under way.</summary>
    public void EndTry()
    {
        if (_isTrying)
        {
            _isTrying = false;
            Endpoint!.Requests.Release();
            _groupLoad?.End();
            _groupLoad = null;
        }
    }

    /// <summary>An earlier try of this request was the endpoint's.</summary>
    public bool WasTried(Endpoint endpoint) => endpoint == Endpoint || _tried.Contains(endpoint);

    /// <summary>Nobody reads the request's body any more.</summary>
    public void LetGoOfBody()
    {
        Gathered?.Return();
        Gathered = null;
        Kept?.Return();
        Kept = null;
    }

    /// <summary>Forgets everything, for the next request.</summary>
    public void Reset()
    {
        EndTry();
        _pass.Forget();
        if (_tried.Count > 0)
        {
            _tried.Clear();
        }

        Request.Reset();
        Response.Reset();
        Client.Reset();
        (Connection, Generation, Snapshot, Bounds) = (null!, null!, null!, null!);
        (Origin, Route, Upstream, Endpoint, BoundEndpoint, Answer) = (null, null, null, null, null, null);
        (Retry, TryEnds) = (null!, LoopTimer.Never);
        (Attempts, InterimSent, RefusalStatus, Status) = (0, 0, 0, 0);
        _refused.Clear();
        (Error, UploadError) = (ProxyError.None, ProxyError.None);
        (IsUploading, UploadEnded, IsSuspending) = (false, false, false);
        IsUnderstood = IsLogged = ErrorSent = AsksUpgrade = DropsUnderscores = ContinueSent = false;
        ForwardsLeft = MaxForwards.Unlimited;
        StaleReplaced = NeedsFreshConnection = BytesWrittenUpstream = BodyIsHeld = ResponseBegun = EndsByClose = IsAborted = KeepClient = false;
    }
}
