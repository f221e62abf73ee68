using NUnit.Framework;
using Proxy.Core.Pipeline;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>The table is whole, and agrees with what the proxy says of its errors.</summary>
public sealed class FailureTableTests
{
    [Test]
    public void Every_error_has_a_row_or_a_reason_why_not([Values] ProxyError error)
    {
        var hasRow = FailureTable.Rows.Any(row => row.Error == error);
        Assert.That(FailureTable.Unreachable.ContainsKey(error), Is.Not.EqualTo(hasRow));
    }

    [Test]
    public void Rows_have_names_of_their_own() => Assert.That(FailureTable.Names, Is.Unique);

    [Test]
    public void Labels_are_told_apart() =>
        Assert.That(Enum.GetValues<ProxyError>().Select(error => ProxyErrors.Of(error).Label), Is.Unique);
}
