using System.Net.Sockets;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What peers of the proxy can do, on either side.</summary>
internal static class Acts
{
    /// <summary>The clock may be turned: whoever is waited for does nothing more.</summary>
    public static readonly Act Stall = (run, _) =>
    {
        run.IsStalled = true;
        return Task.CompletedTask;
    };

    /// <summary>Does nothing more, until the proxy ends the connection.</summary>
    public static readonly Act Hang = async (run, wire) =>
    {
        run.IsStalled = true;
        await wire.WaitForEndAsync();
    };

    /// <summary>Does nothing more either; time plays no part.</summary>
    public static readonly Act WaitForEnd = (_, wire) => wire.WaitForEndAsync();

    /// <summary>Takes nothing of what the proxy sends.</summary>
    public static readonly Act TakeNothing = Until(run => run.Proxy.Statistics.Errors.Count > 0, "it is given up");

    /// <summary>The proxy has seen what was sent.</summary>
    public static readonly Act Settle = (run, _) => run.Proxy.SettleAsync();

    public static readonly Act Close = (_, wire) =>
    {
        wire.Dispose();
        return Task.CompletedTask;
    };

    public static readonly Act Reset = (_, wire) =>
    {
        wire.Reset();
        return Task.CompletedTask;
    };

    /// <summary>Ends its own side and still listens.</summary>
    public static readonly Act EndSending = (_, wire) =>
    {
        wire.ShutdownSend();
        return Task.CompletedTask;
    };

    public static Act Send(string text) => (_, wire) => wire.SendAsync(text);

    /// <summary>Sends as much as is taken, beside everything else; the clock may be turned when no more is.</summary>
    public static Act Pour(int bytes) => async (run, wire) =>
    {
        long sent = 0;
        _ = Task.Run(async () =>
        {
            var block = new byte[64 * 1024];
            try
            {
                for (; Interlocked.Read(ref sent) < bytes; Interlocked.Add(ref sent, block.Length))
                {
                    await wire.Socket.SendAsync(block);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The proxy, or the test, has enough.
            }
        });
        await Patience.UntilStillAsync(() => Interlocked.Read(ref sent), "nothing more is taken");
        run.IsStalled = true;
    };

    public static Act Until(Func<FailureRun, bool> condition, string what) => (run, _) => Patience.UntilAsync(() => condition(run), what);
}
