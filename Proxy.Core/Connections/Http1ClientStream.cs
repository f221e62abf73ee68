using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Connections;

/// <summary>
/// The client's side of one exchange over HTTP/1.1: reads the request's head, hands the exchange to the pipeline, writes the response. Rented from the loop
/// while a request lives.
/// </summary>
internal sealed class Http1ClientStream : ClientStream
{
    private readonly Worker _worker;
    private readonly Http1BodySource _requestBody;
    private readonly Http1BodySink _responseBody;
    private readonly RequestParser _parser;
    private ClientConnection _connection = null!;
    private PipeReader _input = null!;
    private PipeWriter _output = null!;

    public Http1ClientStream(Worker worker)
    {
        _worker = worker;
        _requestBody = new Http1BodySource(worker.Loop, PeerErrors.Client);
        _responseBody = new Http1BodySink(worker.Loop, PeerErrors.Client);
        _parser = new RequestParser(worker.Snapshot.ParserLimits);
        _requestBody.Guard.LimitIdle(worker.Snapshot.Times.ClientIdle);
        _responseBody.Guard.LimitIdle(worker.Snapshot.Times.ClientIdle);
    }

    public override EndPoint? RemoteEndPoint => _connection.Info.RemoteEndPoint;

    public override ReadOnlySpan<byte> IdentityFields => _connection.IdentityFields;

    public override BodySource RequestBody => _requestBody;

    public override BodySink ResponseBody => _responseBody;

    /// <summary>Begins an exchange with the bytes of a read, which most often hold the whole head.</summary>
    /// <returns>None when the head is complete and the exchange can go on.</returns>
    public ValueTask<ProxyError> BeginAsync(ClientConnection connection, Exchange exchange, in ReadResult first)
    {
        (_connection, _input, _output) = (connection, connection.Input, connection.Output);
        exchange.Begin(this);
        var error = TakeHead(exchange, first, out var isDone);
        return isDone ? new(BeginBodies(exchange, error)) : ReadHeadAsync(exchange);
    }

    /// <summary>Answers a head that cannot be served.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public async ValueTask RefuseAsync(Exchange exchange, ProxyError error)
    {
        (exchange.Error, exchange.KeepClient) = (error, false);
        _worker.Counters.Count(error);
        var status = error == ProxyError.ClientHeadInvalid ? _parser.Error.RequestStatus : ProxyErrors.Of(error).Status;
        if (status != 0)
        {
            _worker.Counters.Requests++;
            exchange.Request.Reset();
            await SendErrorAsync(exchange, status, keep: false).ConfigureAwait(false);
        }
    }

    /// <summary>Ends an exchange: a body nobody asked for is skipped where it is here already; else the connection ends.</summary>
    public void Conclude(Exchange exchange) => exchange.KeepClient &= _requestBody.SkipWhole();

    /// <summary>Lets go of the connection, before the stream is used for another.</summary>
    public void Clear()
    {
        _requestBody.Clear();
        _responseBody.Clear();
        _parser.Reset();
        (_connection, _input, _output) = (null!, null!, null!);
    }

    public override void BeginResponse(Exchange exchange)
    {
        var (request, response) = (exchange.Request, exchange.Response);
        var isStream = response.Framing.Kind is BodyKind.Chunked or BodyKind.UntilClose;
        var chunked = isStream && request.Version == ProtocolVersion.Http11;
        exchange.KeepClient &= MayKeep(request) && _requestBody.IsEnded && chunked == isStream;
        exchange.EndsByClose = isStream && !chunked;
        _responseBody.Begin(_output, chunked);
        LimitRate(_responseBody.Guard);
        ResponseHeaders.Write(_output, response, chunked, ConnectionOption(exchange, request), _worker.Loop.Date.Get(_worker.Loop.Now));
    }

    public override ValueTask<ProxyError> SendInterimAsync(ResponseHead interim)
    {
        // RFC 9110 §15.2: never to an HTTP/1.0 client.
        if (_connection.Exchange!.Request.Version != ProtocolVersion.Http11)
        {
            return new(ProxyError.None);
        }

        ResponseHeaders.Write(_output, interim, chunked: false, connection: default, date: default);
        return _responseBody.FlushAsync();
    }

    public override ValueTask<ProxyError> SendErrorAsync(Exchange exchange, int status, bool keep)
    {
        var request = exchange.Request;
        exchange.KeepClient &= keep && MayKeep(request) && _requestBody.SkipWhole();
        var headOnly = request.Method == KnownMethod.Head;
        var span = _output.GetSpan(CannedResponses.MaxBytes);
        _output.Advance(CannedResponses.Write(
            span, status, _worker.Loop.Date.Get(_worker.Loop.Now), close: !exchange.KeepClient, headOnly, request.Version));
        return _responseBody.FlushAsync();
    }

    public override void Cancel() => _input.CancelPendingRead();

    private static ReadOnlySpan<byte> ConnectionOption(Exchange exchange, RequestHead request) =>
        !exchange.KeepClient ? "close"u8 : request.Version == ProtocolVersion.Http10 ? "keep-alive"u8 : default;

    private bool MayKeep(RequestHead request) => request.KeepAlive && !_connection.IsClosing;

    // A head that did not come in one piece: all of it has to be here by one deadline.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> ReadHeadAsync(Exchange exchange)
    {
        var guard = _requestBody.Guard;
        guard.Watch(_input);
        var deadline = _worker.Loop.Now + _worker.Snapshot.Times.RequestHead;
        while (true)
        {
            ReadResult result;
            guard.BeginUntil(deadline);
            try
            {
                result = await _input.ReadAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                return BeginBodies(exchange, ProxyError.ClientAborted);
            }
            finally
            {
                guard.End();
            }

            var error = TakeHead(exchange, result, out var isDone);
            if (isDone)
            {
                return BeginBodies(exchange, error);
            }
        }
    }

    private ProxyError TakeHead(Exchange exchange, in ReadResult result, out bool isDone)
    {
        isDone = true;
        var buffer = result.Buffer;
        if (result.IsCanceled)
        {
            _input.AdvanceTo(buffer.Start, buffer.End);
            isDone = _requestBody.Guard.Expired || exchange.IsAborted;
            return exchange.IsAborted ? exchange.Error : ProxyError.ClientHeadTimeout;
        }

        switch (_parser.Parse(buffer, exchange.Request))
        {
            case ParseStatus.Complete:
                _input.AdvanceTo(buffer.GetPosition(exchange.Request.Length));
                return ProxyError.None;
            case ParseStatus.Failed:
                // What stands behind is never read as a request.
                _input.AdvanceTo(buffer.End);
                return ProxyError.ClientHeadInvalid;
            default:
                _input.AdvanceTo(buffer.Start, buffer.End);
                isDone = result.IsCompleted;
                return isDone ? ProxyError.ClientClosedInHead : ProxyError.None;
        }
    }

    private ProxyError BeginBodies(Exchange exchange, ProxyError error)
    {
        var framing = error == ProxyError.None ? exchange.Request.Framing : BodyFraming.None;
        _requestBody.Begin(_input, framing, _worker.Snapshot.ParserLimits, _worker.Snapshot.MaxRequestBodyBytes);
        _responseBody.Begin(_output, chunked: false);
        if (framing.HasBody)
        {
            LimitRate(_requestBody.Guard);
        }

        return error;
    }

    private void LimitRate(StallGuard guard) => guard.LimitRate(_worker.Snapshot.Limits.MinDataRate, _worker.Snapshot.Times.DataRateGrace);
}
