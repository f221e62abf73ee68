using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What only an origin does.</summary>
internal static class OriginActs
{
    /// <summary>Takes a request, body and all.</summary>
    public static readonly Act Take = async (_, wire) =>
    {
        if (await ((OriginConnection)wire).NextAsync() is null)
        {
            throw new EndOfStreamException("No request came.");
        }
    };

    public static readonly Act TakeHead = (_, wire) => ((OriginConnection)wire).NextHeadAsync();

    public static readonly Act Reply = Acts.Send(OriginConnection.Hello);

    /// <summary>The client has what was sent so far.</summary>
    public static readonly Act Heard = Acts.Until(run => run.HasHeard, "the client hears it");

    /// <summary>Takes some of a body.</summary>
    public static Act TakeBytes(int count) => async (run, wire) =>
    {
        await wire.ReadExactlyAsync(count);
        run.HasTaken = true;
    };
}
