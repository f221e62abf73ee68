using Microsoft.Extensions.Logging;

namespace Proxy.Core.Upstreams.Health;

/// <summary>What operators are told of the health of an upstream's endpoints. A logger that throws must not keep it from being seen to.</summary>
internal sealed class HealthLog(ILogger logger, string upstream)
{
    /// <summary>Why an endpoint is out, in words.</summary>
    public static string ReasonOf(EjectionCause cause) => cause switch
    {
        EjectionCause.Unreachable => "it cannot be reached",
        EjectionCause.Failures => "its requests fail",
        EjectionCause.FailureRate => "more of its requests fail than of others'",
        EjectionCause.Latency => "it is much slower than the others",
        EjectionCause.Silence => "it answers nothing, while others do",
        _ => "no reason",
    };

    public void Ejected(EndpointHealth health, long milliseconds) => Write(
        LogLevel.Warning,
        $"upstream \"{upstream}\": {health.Endpoint.Name} is out for {TimeSpan.FromMilliseconds(milliseconds).TotalSeconds:0.###} s: {ReasonOf(health.Cause)}");

    public void Returned(EndpointHealth health) => Write(LogLevel.Information, $"upstream \"{upstream}\": {health.Endpoint.Name} is back");

    public void PanicBegins(int well, int present) => Write(
        LogLevel.Warning,
        $"upstream \"{upstream}\": {well} of {present} endpoints are well, less than panicThreshold asks for: those that may still answer are asked as well");

    public void PanicEnds() => Write(LogLevel.Information, $"upstream \"{upstream}\": enough endpoints are well again, and only those are asked");

    public void Failed(Exception exception) => Write(LogLevel.Error, $"upstream \"{upstream}\": the health of its endpoints was not seen to", exception);

    private void Write(LogLevel level, string text, Exception? exception = null)
    {
        try
        {
            logger.Log(level, exception, "{Text}", text);
        }
        catch (Exception)
        {
            // There is nowhere else to say so.
        }
    }
}
