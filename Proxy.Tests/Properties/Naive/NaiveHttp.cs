namespace Proxy.Tests.Properties.Naive;

/// <summary>
/// A second reader of HTTP/1.1, to judge the first one by: written from the grammar of RFC 9112 as plainly as can be, with nothing taken from the product.
/// It reads one message behind the other from bytes that are all here.
/// </summary>
internal static class NaiveHttp
{
    /// <param name="bytes">All that was sent in one direction.</param>
    /// <param name="skipEmptyLine">Lets an empty line stand before a request, as a server has to (RFC 9112 §2.2); a client must not send one.</param>
    public static NaiveStream ReadRequests(byte[] bytes, bool skipEmptyLine)
    {
        var cursor = new NaiveCursor(bytes);
        var messages = new List<NaiveMessage>();
        while (true)
        {
            if (skipEmptyLine && cursor.Next == '\r' && !cursor.Skip("\r\n"))
            {
                return new NaiveStream(messages, cursor.Verdict, cursor.Why, null, false);
            }

            if (cursor.IsAtEnd)
            {
                return new NaiveStream(messages, NaiveVerdict.Whole, "", null, false);
            }

            var message = new NaiveMessage();
            var hasHead = NaiveHead.ReadRequest(cursor, message);
            if (!hasHead || !NaiveBody.ReadOfRequest(cursor, message))
            {
                return new NaiveStream(messages, cursor.Verdict, cursor.Why, message, hasHead);
            }

            message.End = cursor.At;
            messages.Add(message);
        }
    }

    /// <param name="bytes">All that was sent in one direction.</param>
    /// <param name="methods">The methods that are answered, in order; past them any is taken for a GET.</param>
    /// <param name="ended">The connection ended in order behind the last byte.</param>
    /// <param name="most">Final responses to read; what stands behind them is nobody's, and what stands behind a 101 is no HTTP (RFC 9110 §15.2.2).</param>
    public static NaiveStream ReadResponses(byte[] bytes, IReadOnlyList<string> methods, bool ended, int most = int.MaxValue)
    {
        var cursor = new NaiveCursor(bytes);
        var messages = new List<NaiveMessage>();
        for (var answered = 0; !cursor.IsAtEnd && answered < most && !messages.Exists(message => message.Status == 101);)
        {
            var message = new NaiveMessage();
            var hasHead = NaiveHead.ReadResponse(cursor, message);
            var answersHead = answered < methods.Count && methods[answered] == "HEAD";
            if (!hasHead || !NaiveBody.ReadOfResponse(cursor, message, answersHead, ended))
            {
                return new NaiveStream(messages, cursor.Verdict, cursor.Why, message, hasHead);
            }

            message.End = cursor.At;
            messages.Add(message);
            answered += message.IsInterim ? 0 : 1;
        }

        return new NaiveStream(messages, NaiveVerdict.Whole, "", null, false);
    }
}
