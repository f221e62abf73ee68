using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Every row of the table: status, reason, both connections' fate, and how often an origin saw the request.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class FailureTests(TransportKind kind) : Scenario(kind)
{
    [TestCaseSource(typeof(FailureTable), nameof(FailureTable.Names))]
    public Task Row(string name) => FailureRun.PlayAsync(FailureTable.Rows.Single(row => row.Name == name), endpoints => InTurn(Options(endpoints)));
}
