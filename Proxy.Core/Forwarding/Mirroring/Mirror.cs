using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Forwarding.Mirroring;

/// <summary>Where copies of a route's requests go, and how many; immutable.</summary>
internal sealed class Mirror
{
    public Mirror(MirrorOptions options, Upstream[] upstreams) =>
        (Options, Upstream) = (options, Array.Find(upstreams, each => each.Options.Name == options.Upstream)!);

    public MirrorOptions Options { get; }

    public Upstream Upstream { get; }
}
