using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>One thing that a peer of the proxy does on its connection.</summary>
internal delegate Task Act(FailureRun run, Wire wire);
