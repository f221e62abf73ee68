using NUnit.Framework;
using Proxy.Tests.Conformance.Cases;

namespace Proxy.Tests.Conformance;

/// <summary>All rows, by topic, and the tests made of them.</summary>
internal static class Tables
{
    public static IReadOnlyList<(string Topic, IEnumerable<RequestCase> Rows)> Requests =>
    [
        ("Request line", RequestLineCases.All),
        ("Method", MethodCases.All),
        ("Target", TargetCases.All),
        ("Host", HostCases.All),
        ("Field", FieldCases.All),
        ("Content-Length", ContentLengthCases.All),
        ("Transfer-Encoding", TransferEncodingCases.All),
        ("Chunks", ChunkCases.All),
        ("Trailers", TrailerCases.All),
        ("Connection", ConnectionCases.All),
        ("Identity", IdentityCases.All),
        ("Control", ControlCases.All),
        ("Persistence", PersistenceCases.All),
    ];

    public static IReadOnlyList<(string Topic, IEnumerable<ResponseCase> Rows)> Responses =>
    [
        ("Status line", StatusLineCases.All),
        ("Response field", ResponseFieldCases.All),
        ("Response framing", ResponseFramingCases.All),
        ("Response body", ResponseBodyCases.All),
        ("Interim", InterimCases.All),
    ];

    public static IEnumerable<TestCaseData> RequestTests => Requests.SelectMany(table => table.Rows.Select(row => Test(table.Topic, row.Name, row)));

    public static IEnumerable<TestCaseData> ResponseTests => Responses.SelectMany(table => table.Rows.Select(row => Test(table.Topic, row.Name, row)));

    // One test a row and transport: the runner takes a selection of more than 2,000 tests for all there are.
    private static TestCaseData Test(string topic, string name, object row) => new TestCaseData(row).SetName($"{topic}: {name}");
}
