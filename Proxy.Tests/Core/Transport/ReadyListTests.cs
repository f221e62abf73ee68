using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class ReadyListTests
{
    [Test]
    public void The_order_of_arrival_outlives_growth_at_any_position_of_the_ring([Values(0, 1, 100, 255)] int head)
    {
        var list = new ReadyList();
        var (added, taken) = (0, 0);
        void Add(int count)
        {
            for (var i = 0; i < count; i++)
            {
                list.Add(_ => { }, added++);
            }
        }

        void Take(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.That(list.Take().State, Is.EqualTo(taken++));
            }
        }

        Add(head);
        Take(head);
        Add(256);
        Take(10);
        Add(2_000);
        Take(1_000);
        Add(3_000);
        Assert.That(list.Count, Is.EqualTo(added - taken));
        Take(list.Count);
        Assert.That(list.Count, Is.Zero);
    }
}
