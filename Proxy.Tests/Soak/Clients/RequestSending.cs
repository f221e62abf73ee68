using System.Net.Sockets;

namespace Proxy.Tests.Soak.Clients;

/// <summary>Sends a request while its response is awaited.</summary>
internal sealed class RequestSending
{
    private const int Piece = 64 * 1024;
    private const int Together = 4 * 1024;

    private readonly TaskCompletionSource _continue = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestSending(SoakWire wire, SoakPlan plan, Pace pace, CancellationToken cancellation) =>
        Done = RunAsync(wire, plan, pace, cancellation);

    /// <summary>Completes with the sending; false when it did not get to the end.</summary>
    public Task<bool> Done { get; }

    /// <summary>The origin wants the body.</summary>
    public void OnContinue() => _continue.TrySetResult();

    private async Task<bool> RunAsync(SoakWire wire, SoakPlan plan, Pace pace, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(wire, plan, pace, cancellation);
            if (pace.ThenEnds)
            {
                wire.Socket.Shutdown(SocketShutdown.Send);
            }

            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection ended, or the answer came first: what was read says whether that was right.
            return false;
        }
    }

    private async Task SendAsync(SoakWire wire, SoakPlan plan, Pace pace, CancellationToken cancellation)
    {
        var body = SoakBytes.Of(plan.Id, isResponse: false, plan.RequestLength);
        var head = plan.RenderHead();
        if (plan.RequestFraming == Framing.Length && !plan.ExpectsContinue && pace.Pieces == 0 && body.Length <= Together)
        {
            await wire.SendAsync((byte[])[.. head, .. body.Span], cancellation);
            return;
        }

        await wire.SendAsync(head, cancellation);
        if (plan.ExpectsContinue)
        {
            await _continue.Task.WaitAsync(cancellation);
        }

        var piece = pace.Pieces == 0 ? Piece : 1 + (body.Length / pace.Pieces);
        await BodySender.SendAsync(wire, plan.RequestFraming, body, piece, pace.Pause, isCut: false, cancellation);
    }
}
