namespace Proxy.Core.Upstreams.Limits;

/// <summary>The requests that may be under way on one endpoint at a time: what its load counts is what is taken.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="loops">How many loops ask it.</param>
internal sealed class RequestPlaces(Endpoint endpoint, int loops) : Places(loops)
{
    /// <inheritdoc/>
    public override int Taken => endpoint.Load.InFlight;

    /// <inheritdoc/>
    protected override bool TryCount() => endpoint.Load.TryBegin(Limit);

    /// <inheritdoc/>
    protected override void Uncount() => endpoint.Load.End();
}
