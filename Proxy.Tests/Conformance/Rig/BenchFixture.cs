using NUnit.Framework;
using NUnit.Framework.Interfaces;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>Tests that share one <see cref="Rig.Bench"/>, run after run.</summary>
public abstract class BenchFixture
{
    private readonly TransportKind _kind;

    protected BenchFixture(TransportKind kind) => _kind = kind;

    private protected Bench Bench { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Bench = await Bench.StartAsync(_kind);

    [OneTimeTearDown]
    public async Task StopAsync() => await Bench.DisposeAsync();

    [TearDown]
    public async Task CleanUpAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
        {
            await Bench.DropOriginsAsync();
        }
    }
}
