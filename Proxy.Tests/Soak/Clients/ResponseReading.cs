using System.Globalization;
using System.Net.Sockets;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Soak.Clients;

/// <summary>Reads a response as strictly as a client can.</summary>
internal static class ResponseReading
{
    private const int MaxInterim = 16;
    private const int Continue = 100;

    public static async Task<SoakResult> ReadAsync(SoakWire wire, SoakPlan plan, Action? onContinue, CancellationToken cancellation)
    {
        var began = false;
        try
        {
            began = await wire.PeekAsync(cancellation);
            if (!began)
            {
                return new SoakResult(ResultEnding.Unanswered);
            }

            for (var interim = 0; ; interim++)
            {
                if (await wire.ReadHeadAsync(cancellation) is not { } text)
                {
                    return new SoakResult(ResultEnding.Cut);
                }

                var head = new WireMessage(text, []);
                if (head.Status >= 200)
                {
                    return await ReadFinalAsync(wire, plan, head, cancellation);
                }

                if (interim >= MaxInterim || plan.Version == "1.0")
                {
                    return new SoakResult(ResultEnding.Whole, head.Status, Defect: "an interim response too many");
                }

                if (head.Status == Continue)
                {
                    onContinue?.Invoke();
                }
            }
        }
        catch (OperationCanceledException)
        {
            return new SoakResult(ResultEnding.Hung);
        }
        catch (Exception exception) when (exception is EndOfStreamException or SocketException)
        {
            return new SoakResult(began ? ResultEnding.Cut : ResultEnding.Unanswered);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            return new SoakResult(ResultEnding.Cut, Defect: $"a response that cannot be read, {exception.Message}");
        }
    }

    private static async Task<SoakResult> ReadFinalAsync(SoakWire wire, SoakPlan plan, WireMessage head, CancellationToken cancellation)
    {
        var result = new SoakResult(
            ResultEnding.Whole, head.Status, head.Field(SoakPlan.Field) is not null, head.Field("Connection") == "close" || plan.Version == "1.0");
        if (result.IsOrigins && head.Field(SoakPlan.Field) != plan.Id.ToString(CultureInfo.InvariantCulture))
        {
            return result with { Defect = $"a response meant for plan {head.Field(SoakPlan.Field)}" };
        }

        wire.BeginBody();
        try
        {
            await ReadBodyAsync(wire, plan, head, cancellation);
        }
        catch (Exception exception) when (exception is EndOfStreamException or SocketException)
        {
            return CheckPart(wire, plan, result with { Ending = ResultEnding.Cut, Closes = true });
        }

        var isRight = !result.IsOrigins
            || (wire.BodyBytes == (plan.IsHead ? 0 : plan.ResponseLength) && SoakBytes.IsHashOf(wire.EndBody(), plan.Id, isResponse: true, wire.BodyBytes));
        return isRight ? result : result with { Defect = $"a whole response of {wire.BodyBytes} bytes that is not the right one" };
    }

    private static Task ReadBodyAsync(SoakWire wire, SoakPlan plan, WireMessage head, CancellationToken cancellation) =>
        plan.IsHead ? Task.CompletedTask
            : head.IsChunked ? wire.ReadChunksAsync(cancellation)
            : head.Field("Content-Length") is { } length ? wire.ReadLengthAsync(long.Parse(length, CultureInfo.InvariantCulture), cancellation)
            : wire.ReadToEndAsync(cancellation);

    // What came before the cut has to be right as well.
    private static SoakResult CheckPart(SoakWire wire, SoakPlan plan, SoakResult result) =>
        !result.IsOrigins || SoakBytes.IsHashOf(wire.EndBody(), plan.Id, isResponse: true, wire.BodyBytes)
            ? result
            : result with { Defect = $"{wire.BodyBytes} bytes of a response that are not the right ones" };
}
