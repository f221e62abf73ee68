using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;

namespace Proxy.Host.Control;

/// <summary>The verbs that show and change upstreams.</summary>
internal static class UpstreamVerbs
{
    public const string Show = "upstreams";
    public const string Drain = "drain";
    public const string Undrain = "undrain";
    public const string Weight = "weight";
    public const string Add = "add";
    public const string Remove = "remove";

    public static IEnumerable<ControlVerb> Of(UpstreamControl upstreams)
    {
        var report = new UpstreamReport(upstreams);
        yield return new(Show, Changes: false, (_, _) => Task.FromResult(ControlAnswer.Of(200, report.Write)));
        yield return Changing(Drain, (order, _) => upstreams.DrainAsync(order.Upstream, order.Endpoint), report);
        yield return Changing(Undrain, (order, _) => upstreams.UndrainAsync(order.Upstream, order.Endpoint), report);
        yield return Changing(Remove, (order, _) => upstreams.RemoveAsync(order.Upstream, order.Endpoint), report);
        yield return Changing(
            Weight,
            (order, _) => order.Weight is { } weight
                ? upstreams.SetWeightAsync(order.Upstream, order.Endpoint, weight)
                : throw new ArgumentException("""a "weight" is needed, 1 to 1000"""),
            report);
        yield return Changing(
            Add,
            (order, stop) => upstreams.AddAsync(order.Upstream, new EndpointOptions { Address = order.Endpoint, Weight = order.Weight ?? 1 }, stop),
            report);
    }

    private static ControlVerb Changing(string name, Func<EndpointOrder, CancellationToken, Task> change, UpstreamReport report) =>
        new(name, Changes: true, (request, stop) => CarryOutAsync(request, change, report, stop));

    private static async Task<ControlAnswer> CarryOutAsync(
        ControlRequest request, Func<EndpointOrder, CancellationToken, Task> change, UpstreamReport report, CancellationToken stop)
    {
        var (order, problem) = EndpointOrder.Read(request.Body);
        if (order is null)
        {
            return ControlAnswer.Refuse(400, problem);
        }

        try
        {
            await change(order, stop);
            return ControlAnswer.Of(200, report.Write);
        }
        catch (KeyNotFoundException e)
        {
            return ControlAnswer.Refuse(404, e.Message);
        }
        catch (Exception e) when (e is ArgumentException or ProxyStartException)
        {
            return ControlAnswer.Refuse(422, e.Message);
        }
    }
}
