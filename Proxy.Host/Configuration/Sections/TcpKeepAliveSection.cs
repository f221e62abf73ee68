using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary><c>upstreams.NAME.tcpKeepAlive</c>: a duration, an object, or <c>null</c> for none.</summary>
internal static class TcpKeepAliveSection
{
    private static readonly ObjectBinder<TcpKeepAliveOptions> Binder =
        new ObjectBinder<TcpKeepAliveOptions>("How the system finds out that a silent origin is gone.", new(), OptionRanges.TcpKeepAlive)
        .Key(
            "idle",
            Values.Duration,
            keepAlive => keepAlive.Idle,
            (keepAlive, value) => keepAlive with { Idle = value },
            "Silence of a connection before it is probed, in whole seconds. Firewalls on the way may forget connections that are silent for longer.")
        .Key(
            "interval",
            Values.Duration,
            keepAlive => keepAlive.Interval,
            (keepAlive, value) => keepAlive with { Interval = value },
            "Time between probes that go unanswered, in whole seconds.")
        .Key(
            "probes",
            Values.Int32,
            keepAlive => keepAlive.Probes,
            (keepAlive, value) => keepAlive with { Probes = value },
            "Probes in a row that may go unanswered before the connection counts as lost.");

    public static ValueReader<TcpKeepAliveOptions?> Reader { get; } =
        new(new NullableShape(new EitherShape(Values.Duration.Shape, Binder.Shape), "no probes"), Read, static value => Values.Duration.Write(value!.Idle));

    private static bool Read(ConfigNode node, ConfigProblems problems, out TcpKeepAliveOptions? value)
    {
        value = null;
        switch (node.Kind)
        {
            case ConfigNodeKind.Null:
                return true;
            case ConfigNodeKind.String:
                var isRead = Values.Duration.TryRead(node, problems, out var idle);
                value = isRead ? new TcpKeepAliveOptions { Idle = idle } : null;
                return isRead;
            case ConfigNodeKind.Object:
                return Binder.Reader.TryRead(node, problems, out value);
            default:
                return Values.Fail(node, problems, $"a duration, an object {{ \"idle\": … }} or null is needed, found {node.Describe()}");
        }
    }
}
