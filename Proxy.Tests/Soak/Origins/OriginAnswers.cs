using System.Text;

namespace Proxy.Tests.Soak.Origins;

/// <summary>Everything an origin may rightly do.</summary>
internal static class OriginAnswers
{
    private const int Together = 8 * 1024;

    /// <summary>Answers; false when the connection is over.</summary>
    public static async Task<bool> AnswerAsync(OriginExchange exchange, OriginAct act)
    {
        var (wire, plan, dice) = (exchange.Wire, exchange.Plan, exchange.Dice);
        var closes = act <= OriginAct.AnswerSlowly && dice.Next(16) == 0;
        if (act == OriginAct.AnswerAfterInterim)
        {
            await SendInterimAsync(exchange, dice.Next(1, 8));
        }

        // Bytes behind the end come with it: those that come after the next request was sent are its response, as far as anybody can tell.
        var withPoison = act == OriginAct.AnswerWithBytesBehind && exchange.Body.Length <= Together;
        if (withPoison || (act != OriginAct.AnswerSlowly && exchange.Body.Length <= Together && dice.Next(2) == 0))
        {
            await SendTogetherAsync(exchange, closes, withPoison);
        }
        else
        {
            await exchange.SendAsync(exchange.RenderHead(closes));
            await SendBodyAsync(exchange, act == OriginAct.AnswerSlowly);
        }

        if (act == OriginAct.AnswerThenCloseIdle)
        {
            await Task.Delay(dice.Next(0, 25), exchange.Cancellation);
            return false;
        }

        if (closes || plan.ResponseFraming == Framing.Close)
        {
            // The end is told, and then what the proxy may still send is not to turn it into a reset.
            wire.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await wire.ReadToEndAsync(exchange.Cancellation);
            return false;
        }

        return true;
    }

    /// <summary>Sends interim responses.</summary>
    public static async Task SendInterimAsync(OriginExchange exchange, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await exchange.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
        }
    }

    // Somebody else's, who would take it for an answer to a question of their own.
    private static string Poison => $"HTTP/1.1 200 OK\r\n{SoakPlan.Field}: -1\r\nContent-Length: 6\r\n\r\npoison";

    private static Task SendBodyAsync(OriginExchange exchange, bool slowly)
    {
        var plan = exchange.Plan;
        if (plan.IsHead)
        {
            return Task.CompletedTask;
        }

        // A piece is a chunk where the body is chunked: from single bytes to more than a buffer of the proxy holds.
        var piece = slowly ? 1 + (plan.ResponseLength / exchange.Dice.Next(2, 9)) : exchange.Dice.Next(1, 8) * exchange.Dice.Next(1, 40_000);
        piece = Math.Max(piece, 1 + (plan.ResponseLength / 500));
        return BodySender.SendAsync(
            exchange.Wire, plan.ResponseFraming, exchange.Body, piece, slowly ? OriginExchange.ShortPause : default, isCut: false, exchange.Cancellation);
    }

    private static async Task SendTogetherAsync(OriginExchange exchange, bool closes, bool withPoison)
    {
        using var all = new MemoryStream();
        all.Write(Encoding.ASCII.GetBytes(exchange.RenderHead(closes)));
        if (exchange.Plan.ResponseFraming == Framing.Chunked && !exchange.Plan.IsHead)
        {
            all.Write(exchange.Body.IsEmpty ? default : BodySender.Chunk(exchange.Body.Span).Span);
            all.Write("0\r\n\r\n"u8);
        }
        else
        {
            all.Write(exchange.Body.Span);
        }

        all.Write(withPoison ? Encoding.ASCII.GetBytes(Poison) : default);
        await exchange.Wire.SendAsync(all.ToArray(), exchange.Cancellation);
    }
}
