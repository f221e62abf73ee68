using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>listeners.NAME</c>.</summary>
internal static class ListenerSection
{
    public static ObjectBinder<ListenerOptions> Binder { get; } = new ObjectBinder<ListenerOptions>()
        .Key<string>("address", Values.Text, (listener, value) => listener with { Address = value }, required: true)
        .Key<int>("backlog", Values.Int32, (listener, value) => listener with { Backlog = value })
        .NotYet("tls");
}
