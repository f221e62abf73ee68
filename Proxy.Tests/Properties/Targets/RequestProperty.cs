using System.Buffers;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Tests.Properties.Model;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Targets;

/// <summary>What a client sends on one connection: read the same however it is cut, and sent on as the naive reader reads it, or refused.</summary>
internal sealed class RequestProperty : IProperty
{
    private readonly RequestParser _parser = new(ParserLimits.Default);
    private readonly RequestParser _other = new(ParserLimits.Default);
    private readonly RequestHead _head = new();
    private readonly RequestHead _otherHead = new();
    private readonly RequestForwarder _forwarder = new();
    private readonly Exchange _exchange = new();

    public string Name => "request";

    public void Check(byte[] input)
    {
        _parser.Reset();
        var status = _parser.Parse(new ReadOnlySequence<byte>(input), _head);
        CheckSegmentation(input, status);
        if (status == ParseStatus.Complete)
        {
            CheckFixedPoint(input);
        }

        CheckForwarded(input);
    }

    private void CheckSegmentation(byte[] input, ParseStatus status)
    {
        var random = Feed.RandomOf(input);
        for (var way = 0; way < Feed.Ways; way++)
        {
            _other.Reset();
            var other = Feed.In(way, input, random, (in buffer) => _other.Parse(buffer, _otherHead));
            if (other != status || _other.Error != _parser.Error || (status == ParseStatus.Complete && !Heads.Same(_head, _otherHead)))
            {
                throw new PropertyException("request head depends on segmentation", $"way {way}: {other} {_other.Error}, whole: {status} {_parser.Error}");
            }
        }
    }

    // What goes on is read by the next one as it stands, and goes on from there unchanged but for one more Via, and the Host it has by now.
    private void CheckFixedPoint(byte[] input)
    {
        var first = WriteOn(input);
        var second = WriteOn(first);
        if (!HeadLines.Without(first, IsAdded).AsSpan().SequenceEqual(HeadLines.Without(second, IsAdded)))
        {
            throw new PropertyException("request head is no fixed point", $"<{Escaped.Of(first)}> becomes <{Escaped.Of(second)}>");
        }
    }

    private byte[] WriteOn(byte[] head)
    {
        _forwarder.Begin(_exchange);
        _other.Reset();
        if (_other.Parse(new ReadOnlySequence<byte>(head), _exchange.Request) != ParseStatus.Complete)
        {
            throw new PropertyException("request head cannot be read again", $"{_other.Error}: <{Escaped.Of(head)}>");
        }

        _forwarder.Output.Clear();
        _forwarder.WriteHead(_exchange);
        return _forwarder.Output.Written.ToArray();
    }

    private static bool IsAdded(ReadOnlySpan<byte> line) =>
        line.StartsWith("Via: 1.1 proxy-"u8) || line.StartsWith("Via: 1.0 proxy-"u8) || line.StartsWith("X-Forwarded-Host: "u8)
        || line.StartsWith("X-Forwarded-Port: "u8);

    private void CheckForwarded(byte[] input)
    {
        _forwarder.Run(input);
        var received = NaiveHttp.ReadRequests(input, skipEmptyLine: true);
        var sent = NaiveHttp.ReadRequests(_forwarder.Output.Written.ToArray(), skipEmptyLine: false);
        Require(sent.End != NaiveVerdict.Wrong, "origin gets no HTTP", sent.Why);
        Require(sent.Messages.Count == _forwarder.Forwarded.Count, "origin sees another number of requests", $"{sent.Messages.Count}");
        Require(_forwarder.Read <= received.Messages.Count, "request read that is none", received.Why);
        for (var i = 0; i < sent.Messages.Count; i++)
        {
            var index = _forwarder.Forwarded[i];
            Require(index < received.Messages.Count, "origin gets a request that is none", received.Why);
            var difference = RequestModel.Differs(received.Messages[index], sent.Messages[i]);
            Require(difference is null, "origin reads another request", $"{difference}");
        }

        // Another one that is whole, and was not read: there has to be a reason.
        if (received.Messages.Count > _forwarder.Read)
        {
            Require(_forwarder.End != ParseStatus.NeedMore, "waits for more of a whole request", "");
            Require(_forwarder.End != ParseStatus.Failed || Excuses.Cover(_forwarder.Error.Code), "refuses a right request", $"{_forwarder.Error}");
        }
    }

    private void Require(bool holds, string kind, string detail)
    {
        if (!holds)
        {
            throw new PropertyException(kind, $"{detail}; the origin got <{Escaped.Of(_forwarder.Output.Written)}>");
        }
    }
}
