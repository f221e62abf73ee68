using System.Buffers;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Tests.Properties.Model;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Targets;

/// <summary>What an origin sends up to the end of its connection: read the same however it is cut, and relayed as the naive reader reads it, or refused.</summary>
internal sealed class ResponseProperty : IProperty
{
    private readonly ResponseParser _parser = new(ParserLimits.Default);
    private readonly ResponseParser _other = new(ParserLimits.Default);
    private readonly ResponseHead _head = new();
    private readonly ResponseHead _otherHead = new();
    private readonly ResponseForwarder _forwarder = new();

    public string Name => "response";

    public void Check(byte[] input)
    {
        CheckParsing(input, KnownMethod.Get);
        CheckRelayed(input, KnownMethod.Get, ProtocolVersion.Http11);
        CheckRelayed(input, KnownMethod.Get, ProtocolVersion.Http10);
        CheckParsing(input, KnownMethod.Head);
        CheckRelayed(input, KnownMethod.Head, ProtocolVersion.Http11);
    }

    private void CheckParsing(byte[] input, KnownMethod method)
    {
        _parser.Reset();
        var status = _parser.Parse(new ReadOnlySequence<byte>(input), method, _head);
        var random = Feed.RandomOf(input);
        for (var way = 0; way < Feed.Ways; way++)
        {
            _other.Reset();
            var other = Feed.In(way, input, random, (in buffer) => _other.Parse(buffer, method, _otherHead));
            if (other != status || _other.Error != _parser.Error || (status == ParseStatus.Complete && !Heads.Same(_head, _otherHead)))
            {
                throw new PropertyException("response head depends on segmentation", $"way {way}: {other} {_other.Error}, whole: {status} {_parser.Error}");
            }
        }

        if (status == ParseStatus.Complete)
        {
            CheckFixedPoint(method);
        }
    }

    // What a client gets is read by it as it stands, and would go on from there unchanged.
    private void CheckFixedPoint(KnownMethod method)
    {
        var first = Write(_head);
        _other.Reset();
        if (_other.Parse(new ReadOnlySequence<byte>(first), method, _otherHead) != ParseStatus.Complete)
        {
            throw new PropertyException("response head cannot be read again", $"{_other.Error}: <{Escaped.Of(first)}>");
        }

        var second = Write(_otherHead);
        if (!first.AsSpan().SequenceEqual(second))
        {
            throw new PropertyException("response head is no fixed point", $"<{Escaped.Of(first)}> becomes <{Escaped.Of(second)}>");
        }
    }

    private byte[] Write(ResponseHead head)
    {
        _forwarder.Output.Clear();
        _forwarder.WriteHead(head, ProtocolVersion.Http11);
        return _forwarder.Output.Written.ToArray();
    }

    private void CheckRelayed(byte[] input, KnownMethod method, ProtocolVersion client)
    {
        _forwarder.Run(input, method, client);
        string[] methods = [method == KnownMethod.Head ? "HEAD" : "GET"];
        var received = NaiveHttp.ReadResponses(input, methods, ended: true, most: 1);
        var isWhole = _forwarder.End == ParseStatus.Complete;
        var sent = NaiveHttp.ReadResponses(_forwarder.Output.Written.ToArray(), methods, ended: isWhole);
        Require(sent.End != NaiveVerdict.Wrong, "client gets no HTTP", sent.Why);
        var wanted = received.Messages.Where(message => !message.IsInterim || client == ProtocolVersion.Http11).ToList();
        Require(sent.Messages.Count <= wanted.Count, "client gets a response that is none", received.Why);
        for (var i = 0; i < sent.Messages.Count; i++)
        {
            var difference = ResponseModel.Differs(wanted[i], sent.Messages[i]);
            Require(difference is null, "client reads another response", $"{difference}");
        }

        var hasFinal = sent.Messages.Exists(message => !message.IsInterim);
        Require(hasFinal == isWhole, "end of the response", isWhole ? "missing" : "of one that was cut");
        if (!isWhole && wanted.Exists(message => !message.IsInterim))
        {
            var isExcused = _forwarder.End == ParseStatus.Failed && (_forwarder.Error.IsNone || Excuses.Cover(_forwarder.Error.Code));
            Require(isExcused, "refuses a right response", $"{_forwarder.End} {_forwarder.Error}");
        }
    }

    private void Require(bool holds, string kind, string detail)
    {
        if (!holds)
        {
            throw new PropertyException(kind, $"{detail}; the client got <{Escaped.Of(_forwarder.Output.Written)}>");
        }
    }
}
