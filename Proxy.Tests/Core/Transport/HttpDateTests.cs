using System.Text;
using NUnit.Framework;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class HttpDateTests
{
    [Test]
    public void The_date_is_an_IMF_fixdate_rendered_again_every_second()
    {
        var clock = new ManualClock();
        var date = new HttpDate(clock);
        Assert.That(Encoding.ASCII.GetString(date.Get(5_000)), Is.EqualTo("Fri, 02 Jan 2026 03:04:05 GMT"));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.That(Encoding.ASCII.GetString(date.Get(5_999)), Is.EqualTo("Fri, 02 Jan 2026 03:04:05 GMT"), "within the second it is kept");
        Assert.That(Encoding.ASCII.GetString(date.Get(6_000)), Is.EqualTo("Fri, 02 Jan 2026 03:05:06 GMT"));
        Assert.That(date.Get(6_000).Length, Is.EqualTo(HttpDate.Length));
    }
}
