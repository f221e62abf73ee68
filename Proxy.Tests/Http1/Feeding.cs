using System.Buffers;
using System.Text;
using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1;

/// <summary>Feeds one message in every way bytes can arrive and holds all of them to one outcome.</summary>
internal static class Feeding
{
    public delegate ParseStatus Parse(in ReadOnlySequence<byte> buffer);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string Request(string text, ParserLimits? limits = null)
    {
        RequestParser parser = new(limits ?? ParserLimits.Default);
        RequestHead head = new();
        return EveryWay(
            Bytes(text),
            (in buffer) => parser.Parse(buffer, head),
            status =>
            {
                string outcome = status == ParseStatus.Complete ? Describe(head) : $"{status} {parser.Error}";
                parser.Reset();
                return outcome;
            });
    }

    public static string Response(string text, KnownMethod method = KnownMethod.Get, ParserLimits? limits = null)
    {
        ResponseParser parser = new(limits ?? ParserLimits.Default);
        ResponseHead head = new();
        return EveryWay(
            Bytes(text),
            (in buffer) => parser.Parse(buffer, method, head),
            status =>
            {
                string outcome = status == ParseStatus.Complete ? Describe(head) : $"{status} {parser.Error}";
                parser.Reset();
                return outcome;
            });
    }

    public static ParseError RequestError(string text, ParserLimits? limits = null)
    {
        Request(text, limits);
        RequestParser parser = new(limits ?? ParserLimits.Default);
        parser.Parse(new ReadOnlySequence<byte>(Bytes(text)), new RequestHead());
        return parser.Error;
    }

    public static ParseError ResponseError(string text, KnownMethod method = KnownMethod.Get, ParserLimits? limits = null)
    {
        Response(text, method, limits);
        ResponseParser parser = new(limits ?? ParserLimits.Default);
        parser.Parse(new ReadOnlySequence<byte>(Bytes(text)), method, new ResponseHead());
        return parser.Error;
    }

    public static IPNumber Address(string text) => IPNumber.TryParse(Bytes(text), out IPNumber address) ? address : throw new FormatException(text);

    public static RequestHead ParseRequest(string text)
    {
        RequestHead head = new();
        RequestParser parser = new(ParserLimits.Default);
        ParseStatus status = parser.Parse(new ReadOnlySequence<byte>(Bytes(text)), head);
        Assert.That(status, Is.EqualTo(ParseStatus.Complete), parser.Error.ToString());
        return head;
    }

    public static ResponseHead ParseResponse(string text, KnownMethod method = KnownMethod.Get)
    {
        ResponseHead head = new();
        ResponseParser parser = new(ParserLimits.Default);
        ParseStatus status = parser.Parse(new ReadOnlySequence<byte>(Bytes(text)), method, head);
        Assert.That(status, Is.EqualTo(ParseStatus.Complete), parser.Error.ToString());
        return head;
    }

    /// <summary>Whole; in two segments cut anywhere; in two calls cut anywhere; byte by byte in one segment and in many.</summary>
    private static string EveryWay(byte[] bytes, Parse parse, Func<ParseStatus, string> finish)
    {
        string expected = finish(parse(new ReadOnlySequence<byte>(bytes)));
        int step = Math.Max(1, bytes.Length / 2000);
        for (int cut = 0; cut <= bytes.Length; cut += step)
        {
            Assert.That(finish(parse(Segments.Cut(bytes, cut))), Is.EqualTo(expected), $"two segments, cut at {cut}");
            ParseStatus status = parse(new ReadOnlySequence<byte>(bytes, 0, cut));
            status = status == ParseStatus.NeedMore ? parse(Segments.Cut(bytes, cut)) : status;
            Assert.That(finish(status), Is.EqualTo(expected), $"two calls, cut at {cut}");
            status = parse(Segments.Cut(bytes[..cut], cut / 2));
            status = status == ParseStatus.NeedMore ? parse(new ReadOnlySequence<byte>(bytes)) : status;
            Assert.That(finish(status), Is.EqualTo(expected), $"two segments joined to one, cut at {cut}");
        }

        Assert.That(finish(ByteByByte(bytes, parse, length => new ReadOnlySequence<byte>(bytes, 0, length))), Is.EqualTo(expected));
        if (bytes.Length < 2000)
        {
            int[] cuts = [.. Enumerable.Range(1, Math.Max(0, bytes.Length - 1))];
            Assert.That(finish(parse(Segments.Cut(bytes, cuts))), Is.EqualTo(expected), "a segment a byte");
            Assert.That(
                finish(ByteByByte(bytes, parse, length => Segments.Cut(bytes[..length], [.. cuts.TakeWhile(cut => cut < length)]))),
                Is.EqualTo(expected));
        }

        return expected;
    }

    private static ParseStatus ByteByByte(byte[] bytes, Parse parse, Func<int, ReadOnlySequence<byte>> prefix)
    {
        ParseStatus status = ParseStatus.NeedMore;
        for (int length = 0; length <= bytes.Length && status == ParseStatus.NeedMore; length++)
        {
            status = parse(prefix(length));
        }

        return status;
    }

    private static string Describe(RequestHead head) =>
        $"{head.Method} {Text(head.MethodBytes)} {head.Form} {Text(head.Target)} {Text(head.Authority)} {Text(head.Path)} "
        + $"{head.ExpectsContinue} {DescribeCommon(head)}";

    private static string Describe(ResponseHead head) => $"{head.Status} [{Text(head.Reason)}] {head.IsInterim} {DescribeCommon(head)}";

    private static string DescribeCommon(MessageHead head)
    {
        StringBuilder text = new();
        text.Append(head.Version).Append(' ').Append(head.Framing).Append(' ').Append(head.KeepAlive).Append(' ');
        text.Append(head.HasConnectionOptions).Append(' ').Append(head.Length).Append(' ').Append(Text(head.Bytes).Length).Append('\n');
        for (int i = 0; i < head.Fields.Count; i++)
        {
            HeaderField field = head.Fields[i];
            text.Append($"{field.Known} {field.LineStart}+{field.LineLength} {Text(head.NameOf(i))}: [{Text(head.ValueOf(i))}]");
            text.Append(head.IsNamedByConnection(i) ? " named\n" : "\n");
        }

        return text.ToString();
    }
}
