using System.Runtime.CompilerServices;
using Proxy.Core.Configuration;
using Proxy.Core.Forwarding;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Answers;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Core.Upstreams.Health;
using Proxy.Core.Upstreams.Retrying;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Pipeline;

/// <summary>
/// READ THIS FIRST. The road of a request from its head to its end, in order; <c>docs/request-path.md</c> has the same numbers. Steps 1 to 3 (accept, TLS,
/// read head) and 13 (the next request) are the connection's: see <see cref="Connections.ClientConnection"/>. Policy lives in folders of its own and is
/// called from its step. Numbers that are missing here are steps yet to be built. Steps 4 and 5 need no loop, so that they can be explained too.
/// </summary>
internal sealed class RequestPipeline
{
    private readonly Worker _worker;

    public RequestPipeline(Worker worker) => _worker = worker;

    /// <summary>Serves one exchange whose request head was read. Whatever goes wrong, the client is answered where an answer can reach it.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public async ValueTask RunAsync(Exchange exchange)
    {
        _worker.AssertOnLoop();
        _worker.Counters.Requests++;
        var error = Admit(exchange);                                                            // 4
        if (error == ProxyError.None)
        {
            error = Route(exchange, _worker.Random);                                            // 5
        }

        if (error == ProxyError.None && exchange.Snapshot.Hooks is { } hooks)
        {
            error = await HookRunner.RequestAsync(hooks, exchange, _worker.Loop).ConfigureAwait(false);
        }

        if (error == ProxyError.None && exchange.Bounds.RequestBufferBytes > 0 && !IsAnsweredHere(exchange))
        {
            error = await GatheredBody.GatherAsync(exchange, _worker).ConfigureAwait(false);
        }

        if (error == ProxyError.None && exchange.Route!.Mirror is { } mirror && !IsAnsweredHere(exchange))
        {
            _worker.Mirrors.Send(mirror, exchange);
        }

        if (error == ProxyError.None && !IsAnsweredHere(exchange))
        {
            _worker.Retrier.Begin(exchange);
        }

        while (error == ProxyError.None && !IsAnsweredHere(exchange))
        {
            _worker.AssertOnLoop();
            error = ChooseEndpoint(exchange);                                                   // 7
            if (error == ProxyError.None)
            {
                error = await LeaseAsync(exchange).ConfigureAwait(false);                       // 8
            }

            if (error == ProxyError.None)
            {
                TryNotes.Begin(exchange, _worker);
                error = await Forwarder.SendRequestAsync(exchange).ConfigureAwait(false);       // 9
            }

            if (error == ProxyError.None)
            {
                error = await exchange.Origin!.ReadHeadAsync(exchange).ConfigureAwait(false);   // 10
                if (error == ProxyError.None && exchange.Response.IsInterim)
                {
                    error = await Forwarder.RelayInterimAsync(exchange).ConfigureAwait(false);
                }

                exchange.Times.HeadRead = error == ProxyError.None ? _worker.Loop.Now : ExchangeTimes.Never;
            }

            TryNotes.End(exchange, _worker, error);
            exchange.Pass.End(exchange, error, _worker.Loop.Now);
            if (error == ProxyError.None)
            {
                LatencySample.Answered(exchange, _worker.Loop);
            }

            if (error == ProxyError.None && RetryPolicy.MayDropResponse(exchange) && _worker.Retrier.TryPay(exchange))
            {
                error = await _worker.Retrier.DropAsync(exchange).ConfigureAwait(false);
                continue;
            }

            if (error == ProxyError.None && exchange.Route!.ErrorPages is { ReplacesAny: true } pages && Replaces(exchange, pages))
            {
                await Forwarder.DropResponseAsync(exchange).ConfigureAwait(false);
                break;
            }

            if (error == ProxyError.None)
            {
                error = await Forwarder.DeliverAsync(exchange, _worker).ConfigureAwait(false);  // 11
                break;
            }

            error = await AfterFailedTryAsync(exchange, error).ConfigureAwait(false);
        }

        if (error != ProxyError.None || IsAnsweredHere(exchange))
        {
            await RespondAsync(exchange, error).ConfigureAwait(false);
        }

        Finish(exchange);                                                                       // 12
    }

    // 4. What is refused whatever its route: methods that would turn the proxy around, names no host has.
    internal static ProxyError Admit(Exchange exchange)
    {
        var request = exchange.Request;
        exchange.IsUnderstood = true;
        exchange.Client.Read(request);
        var error = ReadControls(exchange, request);
        if (error != ProxyError.None)
        {
            return error;
        }

        return request.Authority.Length > RequestHeaders.MaxAuthorityBytes ? ProxyError.ClientHeadInvalid : ProxyError.None;
    }

    // The fields and methods that steer a request's way (RFC 9110 §7.6.2, §7.8, §9.3.6, §9.3.8, §10.1.1).
    private static ProxyError ReadControls(Exchange exchange, RequestHead request)
    {
        var rules = exchange.Snapshot.Options.Requests;
        var (isTrace, isConnect) = (request.Method == KnownMethod.Trace, request.Method == KnownMethod.Connect);
        if ((isTrace && !rules.ForwardTrace) || (isConnect && !rules.ForwardConnect))
        {
            return ProxyError.MethodNotForwarded;
        }

        // What a client sends behind a CONNECT belongs to the tunnel, opened or not: it must never be read as requests.
        exchange.KeepClient &= !isConnect;

        // RFC 9110 §7.4: a target of the other scheme means another server, or none.
        if (request.Form == TargetForm.Absolute && request.TargetIsHttps != exchange.Connection.IsSecure)
        {
            return ProxyError.SchemeMismatch;
        }

        if (request.ExpectsUnknown)
        {
            return ProxyError.ExpectationUnknown;
        }

        // RFC 9110 §7.6.3: whoever finds itself in Via has had the request before.
        if (request.Fields.Present.Contains(KnownHeader.Via) && exchange.Client.Policy.Pseudonym is { Length: > 0 } name && ViaField.Names(request, name))
        {
            return ProxyError.LoopDetected;
        }

        exchange.AsksUpgrade = UpgradeRules.IsAsked(request);
        exchange.DropsUnderscores = request.Fields.HasUnderscores && rules.UnderscoreNames == UnderscoreNames.Drop;
        var isRefused = (request.Fields.HasUnderscores && rules.UnderscoreNames == UnderscoreNames.Refuse) || ((isTrace || isConnect) && request.Framing.HasBody);
        if (isRefused || !MaxForwards.TryRead(request, out var left))
        {
            return ProxyError.ClientHeadInvalid;
        }

        exchange.ForwardsLeft = left;
        return ProxyError.None;
    }

    internal static bool IsAnsweredHere(Exchange exchange) => exchange.Answer is not null || exchange.ForwardsLeft == 0;

    // A page of ours stands in for the origin's own.
    private static bool Replaces(Exchange exchange, ErrorPages pages)
    {
        exchange.Status = exchange.Response.Status;
        exchange.Answer = pages.Replacement(exchange.Status);
        return exchange.Answer is not null;
    }

    // 5. Who answers.
    internal static ProxyError Route(Exchange exchange, LoopRandom random)
    {
        var routes = exchange.Snapshot.Routes;
        var path = exchange.Path;
        if (routes.LooksAtPaths && !path.TryRead(exchange.Request, exchange.Snapshot.Options.Requests.AllowAmbiguousPaths))
        {
            return ProxyError.PathAmbiguous;
        }

        exchange.Route = routes.Match(exchange.Request, routes.LooksAtPaths ? path.Of(exchange.Request) : "*"u8, ref path.Captures);
        if (exchange.Route is not { } route)
        {
            return ProxyError.NoRoute;
        }

        exchange.Upstream = route.Split is { } split ? split.Choose(exchange, random) : route.Upstream;
        (exchange.Answer, exchange.Bounds) = (route.Answer, route.Bounds);
        if (route.Answer is { IsSuccess: true } && exchange.Request.Method == KnownMethod.Connect)
        {
            // RFC 9110 §9.3.6: the client would take the answer for a tunnel, and its body for what came through.
            return ProxyError.MethodNotForwarded;
        }

        var error = route.Rewrite is null ? ProxyError.None : route.Rewrite.Check(exchange, exchange.Snapshot.Options.Requests.AllowAmbiguousPaths);
        return error == ProxyError.None ? BoundBody(exchange) : error;
    }

    // Routes differ in how much they take; what says its length is refused before anybody is asked.
    private static ProxyError BoundBody(Exchange exchange)
    {
        var (framing, most) = (exchange.Request.Framing, exchange.Bounds.MaxRequestBodyBytes);
        exchange.Connection.RequestBody.LimitTo(most);
        exchange.Connection.RequestBody.FilterTrailers(exchange.Route!.RequestPolicy);
        return framing.Kind == BodyKind.Length && framing.Length > most ? ProxyError.ClientBodyTooLarge : ProxyError.None;
    }

    // 7. Which of its endpoints; on a further try another one, where there is another.
    private ProxyError ChooseEndpoint(Exchange exchange)
    {
        var error = exchange.Pass.TryBegin(exchange.Upstream!.Group, _worker.Loop.Now);
        if (error != ProxyError.None)
        {
            exchange.Times.Refused = _worker.Loop.Now;
            return error;
        }

        exchange.Attempts++;
        exchange.Times.BeginTry(_worker.Loop.Now);
        exchange.TryEnds = exchange.Retry.PerTry == LoopTimer.Never ? LoopTimer.Never : _worker.Loop.Now + exchange.Retry.PerTry;
        var endpoint = exchange.NeedsFreshConnection && exchange.Endpoint is not null
            ? exchange.Endpoint
            : EndpointChooser.Choose(exchange.Generation.BalancerOf(exchange.Upstream!), exchange, _worker.Random);
        if (endpoint is null)
        {
            return ProxyError.UpstreamNoEndpoint;
        }

        var hasPlace = TryTakePlace(exchange, ref endpoint);
        exchange.BeginTry(endpoint, hasPlace);
        LatencySample.Begin(exchange, _worker.Loop);
        return ProxyError.None;
    }

    // The last place may be taken on another loop between the choice and here: then it is another endpoint's turn, while there is one that has room.
    private bool TryTakePlace(Exchange exchange, ref Endpoint endpoint)
    {
        var set = exchange.Upstream!.Group.Set;
        var hasPlace = endpoint.Requests.TryTake();
        for (var i = 0; !hasPlace && !exchange.NeedsFreshConnection && exchange.BoundEndpoint is null && i < set.Count; i++)
        {
            if (EndpointChooser.WithRoom(set, exchange, _worker.Random) is not { } other)
            {
                break;
            }

            endpoint = other;
            hasPlace = other.Requests.TryTake();
        }

        return hasPlace;
    }

    /// <summary>8. A place on it, where that has to be waited for, and a connection to it: idle, new, or the next that comes free.</summary>
    public ValueTask<ProxyError> LeaseAsync(Exchange exchange)
    {
        _worker.AssertOnLoop();
        var pool = exchange.Endpoint!.PoolOf(_worker);
        if (!exchange.HasPlace)
        {
            return WaitForPlaceAsync(exchange, pool);
        }

        if (!exchange.NeedsFreshConnection && pool.TryLeaseIdle(exchange) is { } idle)
        {
            exchange.Origin = idle;
            return new(ProxyError.None);
        }

        return WaitForLeaseAsync(exchange, pool);
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> WaitForPlaceAsync(Exchange exchange, EndpointPool pool)
    {
        var error = (await pool.WaitForPlaceAsync(exchange).ConfigureAwait(false)).Error;
        if (error != ProxyError.None)
        {
            return error;
        }

        exchange.TakePlace();
        return exchange.IsAborted ? exchange.Error : await LeaseAsync(exchange).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<ProxyError> WaitForLeaseAsync(Exchange exchange, EndpointPool pool)
    {
        while (true)
        {
            var lease = await pool.LeaseNewAsync(exchange, exchange.NeedsFreshConnection).ConfigureAwait(false);
            if (lease.Connection is not { } connection)
            {
                return lease.Error;
            }

            if (!exchange.IsAborted && !(connection.IsReused && connection.IsDead()))
            {
                exchange.Origin = connection;
                return ProxyError.None;
            }

            // Given up meanwhile, or ended between being given back and being handed over.
            pool.Discard(connection);
            if (exchange.IsAborted)
            {
                return exchange.Error;
            }
        }
    }

    // Whether the road goes back to step 7: None says so.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> AfterFailedTryAsync(Exchange exchange, ProxyError error)
    {
        _worker.AssertOnLoop();

        // Where the upload failed by itself, that is the cause; where it is ended here, its end is only a consequence.
        error = exchange.UploadError != ProxyError.None ? exchange.UploadError : error;
        var wasReused = exchange.Origin?.IsReused ?? false;
        var reason = RetryPolicy.AfterFailure(exchange, error, wasReused);
        reason = reason is null || _worker.Retrier.TryPay(exchange) ? reason : null;
        await (reason is null ? Forwarder.EndUploadAsync(exchange) : Forwarder.SuspendUploadAsync(exchange)).ConfigureAwait(false);
        exchange.Origin?.Release(reusable: false);
        exchange.Origin = null;
        LatencySample.Failed(exchange, error, wasReused, _worker.Loop);
        exchange.EndTry();
        return exchange.IsAborted ? exchange.Error
            : reason is null ? error
            : await _worker.Retrier.NextAsync(exchange, reason.Value).ConfigureAwait(false);
    }

    // An answer of our own, where the client can still take one for what it is.
    [AsyncMethodBuilder(typeof(LoopTask))]
    private static async ValueTask RespondAsync(Exchange exchange, ProxyError error)
    {
        // Whatever failed after an abort failed because of it.
        error = exchange.IsAborted ? exchange.Error : error;
        exchange.Error = error;
        if (error == ProxyError.None)
        {
            exchange.ResponseBegun = true;
            exchange.Error = await exchange.Connection.SendOwnAsync(exchange).ConfigureAwait(false);
            exchange.KeepClient &= exchange.Error == ProxyError.None;
            return;
        }

        var traits = ProxyErrors.Of(error);
        if (traits.Status == 0 || exchange.ResponseBegun)
        {
            exchange.KeepClient = false;
            return;
        }

        // What came of an origin's response, whole or not, is none to this: no variable may speak of it.
        exchange.Response.Reset();
        exchange.ResponseBegun = true;
        var status = exchange.RefusalStatus != 0 ? exchange.RefusalStatus : traits.Status;
        var sent = await exchange.Connection.SendErrorAsync(exchange, status, traits.KeepsClient).ConfigureAwait(false);
        exchange.ErrorSent = sent == ProxyError.None;
        exchange.KeepClient &= exchange.ErrorSent;
    }

    // 12. Count and log. The connection was given back when the response ended.
    private void Finish(Exchange exchange)
    {
        _worker.AssertOnLoop();
        exchange.EndTry();
        if (exchange.Error != ProxyError.None)
        {
            _worker.Report(exchange.Error, exchange.Endpoint, exchange.Attempts);
        }

        _worker.AccessLog?.Add(exchange);
    }
}
