using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

/// <summary>A listener that accepts from the first moment on.</summary>
internal static class TestListener
{
    public static Listener Open(ListenerOptions options, EventLoopGroup group, Action<SocketConnection, Listener> accepted)
    {
        var listener = Listener.Open(options, group, accepted);
        listener.Accept();
        return listener;
    }
}
