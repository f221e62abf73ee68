using Proxy.Host.Configuration;
using Proxy.Host.Reloading;

namespace Proxy.Host.Running;

/// <summary>What is to run.</summary>
/// <param name="Options">All of it.</param>
/// <param name="Source">The file it is from, or null.</param>
/// <param name="Serves">It is run to serve, not to be shown: SIGHUP, which a closed terminal sends too, does not end it.</param>
internal sealed record RunPlan(HostOptions Options, ConfigurationSource? Source = null, bool Serves = true);
