using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;
using static Proxy.Tests.Scenarios.Failures.Responses;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Steps 10 and 11: clients that do not wait for their response, or do not take it.</summary>
internal static class ResponseFailures
{
    private const string Waiting = "client, waiting for the response";
    private const string Taking = "client, taking the response";
    private const int Much = 64 * 1024 * 1024;
    private const string MuchHead = "HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n";

    public static readonly Failure[] Rows =
    [
        new(Waiting, "ends its side, and is answered")
        {
            Client = [Send(Get), Reached, EndSending, Stall], Origin = [Take, Until(run => run.IsStalled, "the client ends"), Reply], Answer = 200,
            ClientFate = ClientFate.Finished, OriginFate = OriginFate.Pooled,
        },
        Gone(Waiting, "resets, GET", [Send(Get), Reached, Reset], Take, Hang),
        Gone(Waiting, "resets, POST", [Send(Post), Reached, Reset], Take, Hang),
        Gone(Waiting, "resets behind an end", [Send(Get), Reached, EndSending, Reset], Take, Hang),
        Gone(Waiting, "resets behind an interim response", [Send(Get), Hear("103"), Reset], Take, Send(Interim), Hang),
        Gone(Taking, "resets, length", [Send(Get), Hear("hello"), Reset], Take, Send(HalfLength), Hang),
        Gone(Taking, "resets, chunked", [Send(Get), Hear("hello"), Reset], Take, Send(HalfChunked), Hang),
        Gone(Taking, "resets, until close", [Send(GetIn10), Hear("hello"), Reset], Take, Send(HalfUntilClose), Hang),
        Gone(Taking, "resets while much is under way", [Send(Get), Filled, Reset], Take, Send(MuchHead), Pour(Much), WaitForEnd),
        new(Taking, "ends its side, and gets the rest")
        {
            Client = [Send(Get), Hear("hello"), EndSending, Stall], Origin = [Take, Send(HalfLength), Until(run => run.IsStalled, "the client ends"), Send("world")],
            Answer = 200, ClientFate = ClientFate.Finished, OriginFate = OriginFate.Pooled,
        },
        new(Taking, "stops taking it")
        {
            Client = [Send(Get), Filled, Stall], Origin = [Take, Send(MuchHead), Pour(Much), WaitForEnd], ReceiveBuffer = 16 * 1024, After = 60, Tolerance = 62,
            Answer = Answer.Unread, Error = ProxyError.ClientReadTooSlow, ClientFate = ClientFate.Reset,
        },
    ];

    private static Failure Gone(string step, string fault, Act[] client, params Act[] origin) => new(step, fault)
    {
        Client = client,
        Origin = origin,
        Error = ProxyError.ClientAborted,
        ClientFate = ClientFate.Gone,
    };
}
