namespace Proxy.Core.Configuration;

/// <summary>
/// Bodies that a route holds in memory, so that a slow client keeps no origin busy. All routes together hold at most
/// <see cref="LimitOptions.MaxBufferedBytes"/>; what finds no room is streamed, as everything is by default.
/// </summary>
public sealed record BufferingOptions
{
    /// <summary>
    /// Bytes of a request's body that are gathered before an origin is asked: default 0, none; range to 64 MiB. A body that is whole then, and of at most
    /// 256 KiB, can be sent again where the request is idempotent; a larger one is streamed from there on. The first byte reaches the origin only with the
    /// last.
    /// </summary>
    public int Request { get; init; }

    /// <summary>
    /// Bytes of a response's body that are read ahead of its client: default 0, none; range to 64 MiB. The origin's connection is free as soon as the response is
    /// here. Bytes go on as they come, so that event streams are not delayed; a response that says it is larger is streamed.
    /// </summary>
    public int Response { get; init; }
}
