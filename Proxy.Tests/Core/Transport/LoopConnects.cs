using System.Net;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

/// <summary>Connects without anything special.</summary>
internal static class LoopConnects
{
    public static ValueTask<ConnectResult> ConnectAsync(this EventLoop loop, EndPoint remote, long timeoutMilliseconds) =>
        loop.ConnectAsync(new ConnectTarget(remote), timeoutMilliseconds);
}
