using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class ConnectionBudgetTests
{
    [TestCase(1024, 22, 2, 492)]
    [TestCase(20_000, 100, 4, 9_940)]
    [TestCase(40, 22, 1, 1)]
    [TestCase(16, 100, 100, 1)]
    public void Each_connection_counts_two_beside_a_reserve(int descriptors, int open, int listeners, int connections) =>
        Assert.That(ConnectionBudget.From(descriptors, open, listeners), Is.EqualTo(connections));
}
