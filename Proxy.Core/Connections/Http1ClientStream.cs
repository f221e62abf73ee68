using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Answers;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Connections;

/// <summary>
/// The client's side of one exchange over HTTP/1.1: reads the request's head, hands out its body, writes the response. Rented from the loop while a
/// request lives.
/// </summary>
internal sealed class Http1ClientStream : ClientStream
{
    private const int Continue = 100;

    private readonly Worker _worker;
    private readonly Http1BodySource _requestBody;
    private readonly Http1BodySink _responseBody;
    private ClientConnection _connection = null!;
    private RequestParser? _parser;
    private StallGuard? _headGuard;
    private bool _hasBody;
    private bool _takesTrailers;

    public Http1ClientStream(Worker worker)
    {
        _worker = worker;
        _requestBody = new Http1BodySource(worker, PeerErrors.Client);
        _responseBody = new Http1BodySink(worker.Loop, PeerErrors.Client);
    }

    public override EndPoint? RemoteEndPoint => _connection.Info.RemoteEndPoint;

    public override PeerIdentity Peer => _connection.Peer;

    public override EndPoint? LocalEndPoint => _connection.LocalEndPoint;

    public override KeptConnections? Kept => _connection.Kept;

    public override bool TakesTrailers => _takesTrailers;

    public override bool IsSecure => _connection.IsSecure;

    public override ReadOnlySpan<byte> TlsVersion => _connection.TlsVersion;

    public override ReadOnlySpan<byte> TlsCipher => _connection.TlsCipher;

    public override BodySource RequestBody => _hasBody ? _requestBody : EmptyBody.Instance;

    public override BodySink ResponseBody => _responseBody;

    /// <summary>Begins an exchange with the bytes of a read, which most often hold the whole head.</summary>
    /// <returns>None when the head is complete and the exchange can go on.</returns>
    public ValueTask<ProxyError> BeginAsync(ClientConnection connection, Exchange exchange, in ReadResult first, bool followsEmptyLine)
    {
        _connection = connection;
        exchange.Begin(this, _worker.Generation, _worker.Loop.Now);
        if (followsEmptyLine)
        {
            _parser = RentParser(exchange);
            _parser.FollowsEmptyLine = true;
        }

        _responseBody.Begin(_connection.Output, chunked: false, exchange.Snapshot.ClientStall);
        var error = TakeHead(exchange, first, out var isDone);
        return isDone ? new(error) : ReadHeadAsync(exchange);
    }

    /// <summary>Answers a head that cannot be served.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public async ValueTask RefuseAsync(Exchange exchange, ProxyError error)
    {
        (exchange.Error, exchange.KeepClient) = (error, false);
        _worker.Report(error);
        var status = error == ProxyError.ClientHeadInvalid ? _parser!.Error.RequestStatus : ProxyErrors.Of(error).Status;
        if (status != 0)
        {
            // What was read of the head stays: its method decides whether the answer has content (RFC 9110 §9.3.2).
            _worker.Counters.Requests++;
            exchange.ResponseBegun = true;
            exchange.ErrorSent = await SendErrorAsync(exchange, status, keep: false).ConfigureAwait(false) == ProxyError.None;
        }

        _worker.AccessLog?.Add(exchange);
    }

    /// <summary>Lets go of the connection, before the stream is used for another.</summary>
    public void Clear()
    {
        if (_hasBody)
        {
            _hasBody = false;
            _requestBody.Clear();
        }

        _responseBody.Clear();
        if (_parser is not null)
        {
            _parser.Reset();
            _worker.RequestParsers.Return(_parser);
            _parser = null;
        }

        _connection = null!;
    }

    public override void BeginResponse(Exchange exchange)
    {
        _worker.AssertOnLoop();
        var (request, response) = (exchange.Request, exchange.Response);
        var isStream = response.Framing.Kind is BodyKind.Chunked or BodyKind.UntilClose;
        var chunked = isStream && request.Version == ProtocolVersion.Http11;
        exchange.Status = response.Status;
        exchange.KeepClient &= MayKeep(request) && chunked == isStream && RequestBody.IsEnded;
        exchange.EndsByClose = isStream && !chunked;
        var trailers = _takesTrailers && response.Framing.Kind == BodyKind.Chunked;
        _responseBody.Begin(_connection.Output, chunked, exchange.Snapshot.ClientStall, mayPutOff: true, passesTrailers: trailers);
        ResponseHeaders.Write(
            _connection.Output, response, chunked, ConnectionOption(exchange, request), _worker.Loop.Date.Get(_worker.Loop.Now),
            trailers: trailers, exchange: exchange);
    }

    public override ValueTask<ProxyError> SendInterimAsync(ResponseHead interim)
    {
        // RFC 9110 §15.2: never to an HTTP/1.0 client.
        if (_connection.Exchange!.Request.Version != ProtocolVersion.Http11)
        {
            return new(ProxyError.None);
        }

        if (interim.Status == Continue)
        {
            _requestBody.Proceed();
        }

        ResponseHeaders.Write(_connection.Output, interim, chunked: false, connection: default, date: default);
        return _responseBody.FlushAsync();
    }

    public override ValueTask<ProxyError> SendContinueAsync()
    {
        _requestBody.Proceed();
        _connection.Output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        return _responseBody.FlushAsync();
    }

    public override ValueTask<ProxyError> SendErrorAsync(Exchange exchange, int status, bool keep)
    {
        _worker.AssertOnLoop();
        var request = exchange.Request;
        exchange.KeepClient &= keep && MayKeep(request) && RequestBody.SkipWhole();
        exchange.Status = status;
        var page = OwnAnswer.PageFor(status, exchange);
        var policy = HeaderPolicy.OfResponse(exchange);
        if (page is not null || policy is not null)
        {
            return SendAnswerAsync(exchange, page ?? PlainAnswer.Instance, policy);
        }

        var headOnly = request.Method == KnownMethod.Head;
        Span<byte> fields = stackalloc byte[IdentityFields.MaxReturnedBytes + RetryAfter.MaxBytes];
        var written = IdentityFields.WriteReturned(fields, exchange.Client);
        fields = fields[..(written + RetryAfter.Write(fields[written..], exchange))];
        var span = _connection.Output.GetSpan(CannedResponses.MaxBytes + fields.Length);
        _connection.Output.Advance(CannedResponses.Write(
            span, status, _worker.Loop.Date.Get(_worker.Loop.Now), close: !exchange.KeepClient, headOnly, request.Version, fields));
        _responseBody.CountRaw(headOnly ? 0 : CannedResponses.BodyLength(status));
        return _responseBody.FlushAsync();
    }

    public override ValueTask<ProxyError> SendOwnAsync(Exchange exchange)
    {
        _worker.AssertOnLoop();
        var request = exchange.Request;
        exchange.KeepClient &= MayKeep(request) && RequestBody.SkipWhole();
        if (exchange.Answer is { } answer)
        {
            exchange.Status = answer.Status == 0 ? exchange.Status : answer.Status;
            return SendAnswerAsync(exchange, answer, answer.Policy ?? HeaderPolicy.OfResponse(exchange));
        }

        exchange.Status = OwnResponses.Status;
        _responseBody.CountRaw(
            OwnResponses.Write(_connection.Output, exchange, ConnectionOption(exchange, request), _worker.Loop.Date.Get(_worker.Loop.Now)));
        return _responseBody.FlushAsync();
    }

    private ValueTask<ProxyError> SendAnswerAsync(Exchange exchange, OwnAnswer answer, HeaderPolicy? policy)
    {
        var request = exchange.Request;
        AnswerHead.Write(
            _connection.Output, exchange, answer, policy, ConnectionOption(exchange, request), _worker.Loop.Date.Get(_worker.Loop.Now));
        _responseBody.Begin(_connection.Output, chunked: false, exchange.Snapshot.ClientStall, mayPutOff: true);
        var hasBody = answer.Body is not null && AnswerHead.HasContent(exchange.Status) && request.Method != KnownMethod.Head;
        return hasBody ? SendAnswerBodyAsync(exchange, answer.Body!) : _responseBody.WriteAsync(BodyRead.End);
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> SendAnswerBodyAsync(Exchange exchange, Template body)
    {
        var error = ProxyError.None;
        for (var i = 0; i < body.Parts.Count && error == ProxyError.None; i++)
        {
            var isLast = i == body.Parts.Count - 1;
            error = await _responseBody.WriteAsync(new BodyRead(body.BytesOf(i, exchange), isLast, MoreIsReady: true)).ConfigureAwait(false);
        }

        return error;
    }

    // The head is a response like any other: a client that does not take it is not waited for as long as a silent tunnel is.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public override async ValueTask<ProxyError> BeginTunnelAsync(Exchange exchange)
    {
        _worker.AssertOnLoop();
        exchange.Status = exchange.Response.Status;
        ResponseHeaders.Write(
            _connection.Output, exchange.Response, chunked: false, connection: default, _worker.Loop.Date.Get(_worker.Loop.Now), opensTunnel: true,
            exchange: exchange);
        var error = await _responseBody.FlushAsync().ConfigureAwait(false);
        _hasBody = true;
        _requestBody.BeginTunnel(_connection.Input, exchange.Snapshot.ParserLimits);
        _responseBody.BeginTunnel(_connection.Output);
        return error;
    }

    public override bool TryEndTunnel() => _connection.TryShutdownWrite();

    public override void Cancel() => _connection.Input.CancelPendingRead();

    public override void CancelAll()
    {
        _connection.Input.CancelPendingRead();
        _connection.Output.CancelPendingFlush();
    }

    private static ReadOnlySpan<byte> ConnectionOption(Exchange exchange, RequestHead request) =>
        !exchange.KeepClient ? "close"u8 : request.Version == ProtocolVersion.Http10 ? "keep-alive"u8 : default;

    private bool MayKeep(RequestHead request) => request.KeepAlive && !_connection.IsClosing;

    // A head that did not come in one piece: all of it has to be here by one deadline.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> ReadHeadAsync(Exchange exchange)
    {
        var guard = _headGuard ??= new StallGuard(_worker.Loop);
        guard.Watch(_connection.Input, null, exchange.Snapshot.ClientStall);
        guard.BeginUntil(_worker.Loop.Now + exchange.Snapshot.Times.RequestHead);
        try
        {
            while (true)
            {
                var result = await _connection.Input.ReadAsync().ConfigureAwait(false);
                var error = TakeHead(exchange, result, out var isDone);
                if (isDone)
                {
                    return error;
                }
            }
        }
        catch (IOException)
        {
            return ProxyError.ClientAborted;
        }
        finally
        {
            guard.Clear();
        }
    }

    private ProxyError TakeHead(Exchange exchange, in ReadResult result, out bool isDone)
    {
        isDone = true;
        var buffer = result.Buffer;
        if (result.IsCanceled)
        {
            KeepRefused(exchange, buffer);
            _connection.Input.AdvanceTo(buffer.Start, buffer.End);
            isDone = exchange.IsAborted || _headGuard is { Expired: true };
            return exchange.IsAborted ? exchange.Error : ProxyError.ClientHeadTimeout;
        }

        _parser ??= RentParser(exchange);
        switch (_parser.Parse(buffer, exchange.Request))
        {
            case ParseStatus.Complete:
                _connection.Input.AdvanceTo(buffer.GetPosition(exchange.Request.Length));
                _worker.RequestParsers.Return(_parser);
                _parser = null;
                BeginBody(exchange);
                return ProxyError.None;
            case ParseStatus.Failed:
                // What stands behind is never read as a request.
                KeepRefused(exchange, buffer);
                _connection.Input.AdvanceTo(buffer.End);
                return ProxyError.ClientHeadInvalid;
            default:
                isDone = result.IsCompleted;
                if (isDone)
                {
                    KeepRefused(exchange, buffer);
                }

                _connection.Input.AdvanceTo(buffer.Start, buffer.End);
                return isDone ? ProxyError.ClientClosedInHead : ProxyError.None;
        }
    }

    private void KeepRefused(Exchange exchange, in ReadOnlySequence<byte> head)
    {
        if (_worker.AccessLog is not null)
        {
            exchange.KeepRefused(head);
        }
    }

    private RequestParser RentParser(Exchange exchange)
    {
        var parser = _worker.RequestParsers.Get();
        parser.Bound(exchange.Snapshot.ParserLimits);
        return parser;
    }

    private void BeginBody(Exchange exchange)
    {
        var request = exchange.Request;
        _takesTrailers = request.AcceptsTrailers;
        _hasBody = request.Framing.HasBody;
        if (_hasBody)
        {
            var snapshot = exchange.Snapshot;
            _requestBody.Begin(
                _connection.Input, request.Framing, snapshot.ParserLimits, snapshot.ClientStall, exchange.Bounds.MaxRequestBodyBytes,
                waitsForUs: request.ExpectsContinue, trailersOf: request, dropsUnderscores: snapshot.DropsUnderscoreTrailers);
        }
    }
}
