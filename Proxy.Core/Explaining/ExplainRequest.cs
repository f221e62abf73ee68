using System.Net;

namespace Proxy.Core.Explaining;

/// <summary>A request to explain, as a client would be told to send it.</summary>
public sealed record ExplainRequest
{
    /// <summary>The method, as it is written; methods are case-sensitive.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>
    /// <c>http(s)://host[:port]/path?query</c>; without a scheme it is taken for http. <c>/path</c> alone sends no Host, <c>*</c> goes with OPTIONS, and
    /// <c>host:port</c> with CONNECT. What is no ASCII is percent-encoded, nothing else is changed.
    /// </summary>
    public string Url { get; init; } = "";

    /// <summary>Field lines as they go over the wire, <c>Name: value</c>. One for Host stands in place of the URL's own.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Who connects; null when unknown, as over a Unix socket. Default 127.0.0.1.</summary>
    public IPAddress? From { get; init; } = IPAddress.Loopback;

    /// <summary>The name of the listener it arrives at; null for the one that fits the URL best.</summary>
    public string? Listener { get; init; }
}
