namespace Proxy.Core.Configuration;

/// <summary>How a line of the access log looks.</summary>
public enum AccessLogFormat
{
    /// <summary>The line that most log readers know; of a request that failed, it also says why.</summary>
    Combined,

    /// <summary>One JSON object a line, with everything that is known of the request.</summary>
    Json,
}
