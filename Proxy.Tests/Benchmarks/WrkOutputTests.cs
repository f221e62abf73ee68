using NUnit.Framework;
using Proxy.Benchmarks.Compare.Load;

namespace Proxy.Tests.Benchmarks;

internal sealed class WrkOutputTests
{
    private const string Clean = """
        Running 1s test @ http://127.0.0.1:18999/13b
          1 threads and 8 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   365.44us  288.69us   4.12ms   88.04%
            Req/Sec     9.78k     1.04k   11.04k    63.64%
          Latency Distribution
             50%  315.00us
             75%  480.00us
             90%  621.00us
             99%    1.54ms
          10699 requests in 1.10s, 1.59MB read
        Requests/sec:   9728.91
        Transfer/sec:      1.45MB
        """;

    [Test]
    public void Numbers_are_read_with_their_units()
    {
        var result = WrkOutput.Parse(Clean);
        Assert.That(result, Is.EqualTo(new WrkResult(10699, 9728.91, 315, 1540, null)));
    }

    [TestCase("  Non-2xx or 3xx responses: 17")]
    [TestCase("  Socket errors: connect 0, read 3, write 0, timeout 1")]
    public void Problems_are_kept_in_its_own_words(string line)
    {
        var text = Clean.Replace("Requests/sec:", line + "\nRequests/sec:", StringComparison.Ordinal);
        Assert.That(WrkOutput.Parse(text).Problems, Is.EqualTo(line.Trim()));
    }

    [TestCase("101.00us", 101)]
    [TestCase("1.54ms", 1540)]
    [TestCase("2.00s", 2e6)]
    [TestCase("1.50m", 90e6)]
    public void Times_come_in_microseconds(string text, double expected) =>
        Assert.That(WrkOutput.Microseconds(text), Is.EqualTo(expected).Within(1e-6));

    [Test]
    public void A_missing_number_is_an_error() =>
        Assert.That(() => WrkOutput.Parse(Clean.Replace("99%", "98%", StringComparison.Ordinal)), Throws.TypeOf<FormatException>());
}
