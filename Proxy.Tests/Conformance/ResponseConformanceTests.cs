using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Conformance.Rig;

namespace Proxy.Tests.Conformance;

/// <summary>Every row of the tables of responses, sent whole, one byte at a time, and cut at every place.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[Parallelizable]
public sealed class ResponseConformanceTests(TransportKind kind) : BenchFixture(kind)
{
    [TestCaseSource(typeof(Tables), nameof(Tables.ResponseTests))]
    public async Task Response(object row)
    {
        var response = (ResponseCase)row;
        foreach (var pieces in Feeds.Runs(response.Input))
        {
            await Told.AsAsync(response.Section, pieces, () => new ResponseRun(Bench, response).RunAsync(pieces));
        }
    }
}
