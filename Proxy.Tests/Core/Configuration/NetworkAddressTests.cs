using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class NetworkAddressTests
{
    // The kernel would take "/run/a" for it: another file than the one that is checked, deleted and shown.
    [TestCase("unix:/run/a\0b")]
    [TestCase("unix:/run/a\0")]
    [TestCase("unix:\0abstract")]
    public void Path_with_a_NUL_is_refused(string text)
    {
        Assert.That(NetworkAddress.TryParse(text, out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain("NUL"));
        Assert.That(NetworkAddress.TryParseEndpoint(text, out _, out _), Is.False);
    }
}
