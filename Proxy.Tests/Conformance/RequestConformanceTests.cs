using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Conformance.Rig;

namespace Proxy.Tests.Conformance;

/// <summary>Every row of the tables of requests, sent whole, one byte at a time, and cut at every place.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[Parallelizable]
public sealed class RequestConformanceTests(TransportKind kind) : BenchFixture(kind)
{
    [TestCaseSource(typeof(Tables), nameof(Tables.RequestTests))]
    public async Task Request(object row)
    {
        var request = (RequestCase)row;
        foreach (var pieces in Feeds.Runs(request.Input))
        {
            await Told.AsAsync(request.Section, pieces, () => new RequestRun(Bench, request).RunAsync(pieces));
        }
    }
}
