using System.Buffers;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Routing;
using Proxy.Core.Transport;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Explaining;

/// <summary>Takes one request along the road, and notes what is found.</summary>
internal sealed class ExplainedRun(ProxySnapshot snapshot, ExplainedListener listener, DateTimeOffset now)
{
    private readonly Exchange _exchange = new();
    private bool _isRouted;

    /// <summary>Explains a request.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="head">Its head as a client sends it.</param>
    public Explanation Of(ExplainRequest request, byte[] head)
    {
        _exchange.Begin(new ExplainedClient(request.From, listener.Scheme == "https", _exchange.Request, snapshot.Identity), snapshot);
        var parser = new RequestParser(snapshot.ParserLimits);
        if (parser.Parse(new ReadOnlySequence<byte>(head), _exchange.Request) != ParseStatus.Complete)
        {
            return Unparsed(head, parser.Error);
        }

        var error = RequestPipeline.Admit(_exchange);
        var isAdmitted = error == ProxyError.None;
        error = isAdmitted ? RequestPipeline.Route(_exchange, new LoopRandom(seed: 0)) : error;
        _isRouted = _exchange.Route is not null || error == ProxyError.NoRoute;
        _exchange.Upstream = SplitView.Choose(_exchange);
        _exchange.BoundEndpoint = BalanceView.Bound(_exchange);
        _exchange.Endpoint = BalanceView.Chosen(_exchange) ?? _exchange.Upstream?.Endpoints[0];
        var routes = _isRouted ? new RouteList(_exchange, snapshot.Routes.All, PathOfRoutes()) : null;
        return (error != ProxyError.None ? Refused(error, head) : RequestPipeline.IsAnsweredHere(_exchange) ? Answered(head) : Forwarded(head)) with
        {
            Routes = routes?.Shown ?? [],
            OtherRoutes = routes?.Others ?? new Dictionary<string, int>(),
        };
    }

    private Explanation Unparsed(byte[] head, ParseError error)
    {
        var traits = ProxyErrors.Of(ProxyError.ClientHeadInvalid);
        return new Explanation
        {
            Request = new ExplainedRequest
            {
                Head = ByteText.Of(head),
                Line = ByteText.LinesOf(head)[0],
                Scheme = listener.Scheme,
                Peer = ByteText.Of(_exchange.Client.Peer.AddressText),
                Client = ByteText.Of(_exchange.Client.Address),
                IsTrustedPeer = _exchange.Client.IsTrustedPeer,
                Fault = FaultText.Of(head, error),
            },
            Listener = listener,
            Outcome = new(OutcomeKind.Refuse, error.RequestStatus, "the head cannot be parsed", traits.Label),
            Answer = new AnswerPreview(_exchange, now).Error(error.RequestStatus, traits.KeepsClient),
        };
    }

    private Explanation Refused(ProxyError error, byte[] head)
    {
        var traits = ProxyErrors.Of(error);
        var text = RefusalText.Of(error, _exchange, snapshot.Options);
        var answer = new AnswerPreview(_exchange, now).Error(traits.Status, traits.KeepsClient);
        return Begun(head, new(OutcomeKind.Refuse, traits.Status, text, traits.Label), answer);
    }

    private Explanation Answered(byte[] head)
    {
        var answer = new AnswerPreview(_exchange, now).Own();
        var route = _exchange.Route is null ? "" : $"by route {RouteText.Of(_exchange.Route)}";
        var outcome = _exchange.Answer is null ? new(OutcomeKind.Respond, _exchange.Status, "Max-Forwards is 0: it goes no further (RFC 9110 §7.6.2)")
            : _exchange.Route!.Options.Redirect is not null ? new(OutcomeKind.Redirect, _exchange.Status, $"redirected {route}")
            : new ExplainedOutcome(OutcomeKind.Respond, _exchange.Status, $"answered {route}");
        return Begun(head, outcome, answer);
    }

    private Explanation Forwarded(byte[] head)
    {
        var upstream = _exchange.Upstream!;
        var sent = HeadBytes.Of(output => RequestHeaders.Write(output, _exchange, _exchange.Endpoint!));
        var split = SplitView.Describe(_exchange);
        var decided = split is null ? "" : $", split {split.By}";
        var text = $"forwarded to upstream \"{upstream.Options.Name}\" by route {RouteText.Of(_exchange.Route!)}{decided}";
        return Begun(head, new(OutcomeKind.Forward, 0, text), answer: null) with
        {
            ToOrigin = RequestDiff.Of(sent, _exchange, snapshot.Options),
            ResponseChanges = ResponsePreview.Of(_exchange, snapshot.Options, sent),
            ErrorPages = ResponsePreview.PagesOf(_exchange, snapshot.Options),
            Split = split,
            Mirror = MirrorView.Describe(_exchange),
            Upstream = UpstreamView.Describe(_exchange),
        };
    }

    private Explanation Begun(byte[] head, ExplainedOutcome outcome, ExplainedAnswer? answer) => new()
    {
        Request = Describe(head),
        Listener = listener,
        Outcome = outcome,
        Answer = answer,
        Bounds = BoundList.Of(snapshot.Options, _exchange),
        Warnings = WarningList.Of(_exchange, snapshot.Options, listener, answer),
    };

    private ExplainedRequest Describe(byte[] head)
    {
        var request = _exchange.Request;
        var sent = RequestTarget.PathOf(request);
        var path = _isRouted && snapshot.Routes.LooksAtPaths ? _exchange.Path.Of(request) : sent;
        return new ExplainedRequest
        {
            Head = ByteText.Of(head),
            Line = ByteText.LinesOf(request.Line)[0],
            Host = ByteText.Of(HostPattern.NameIn(request.Authority)),
            Scheme = ByteText.Of(_exchange.Client.Scheme),
            Path = ByteText.Of(path),
            IsNormalized = !sent.IsEmpty && !path.SequenceEqual(sent),
            Peer = ByteText.Of(_exchange.Client.Peer.AddressText),
            Client = ByteText.Of(_exchange.Client.Address),
            IsTrustedPeer = _exchange.Client.IsTrustedPeer,
            SaidAuthority = _exchange.Client.Authority.SequenceEqual(request.Authority) ? "" : ByteText.Of(_exchange.Client.Authority),
        };
    }

    // As step 5 hands it to the table.
    private ReadOnlySpan<byte> PathOfRoutes() => snapshot.Routes.LooksAtPaths ? _exchange.Path.Of(_exchange.Request) : "*"u8;
}
