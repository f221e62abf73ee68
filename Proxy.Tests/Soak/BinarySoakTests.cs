using NUnit.Framework;

namespace Proxy.Tests.Soak;

/// <summary>The native binary under mixed load with faults on both sides: for a minute here, for ten with <c>./build.sh soak</c>.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class BinarySoakTests
{
    [Test]
    public Task Faults_on_both_sides_harm_nobody_else() =>
        SoakAssert.PassesAsync(SoakSettings.FromEnvironment(TimeSpan.FromSeconds(60)), BinaryTarget.StartAsync);
}
