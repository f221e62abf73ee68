using System.Globalization;
using System.Net;
using NUnit.Framework;
using Proxy.Http1.Messages;

namespace Proxy.Tests.Http1.Messages;

[TestFixture]
public sealed class IPNumberTests
{
    private const int Seed = 5952;

    [TestCase("192.0.2.1", "192.0.2.1")]
    [TestCase("255.255.255.255", "255.255.255.255")]
    [TestCase("0.0.0.0", "0.0.0.0")]
    [TestCase("::ffff:192.0.2.1", "192.0.2.1")]
    [TestCase("::FFFF:c000:0201", "192.0.2.1")]
    [TestCase("::", "::")]
    [TestCase("::1", "::1")]
    [TestCase("1::", "1::")]
    [TestCase("2001:DB8:0:0:0:0:0:1", "2001:db8::1")]
    [TestCase("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [TestCase("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [TestCase("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [TestCase("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [TestCase("1:2:3:4:5:6::", "1:2:3:4:5:6::")]
    [TestCase("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [TestCase("0123:4567:89ab:cdef:0123:4567:89ab:cdef", "123:4567:89ab:cdef:123:4567:89ab:cdef")]
    public void Addresses_are_read_and_written_in_one_way(string text, string expected)
    {
        Assert.That(IPNumber.TryParse(Feeding.Bytes(text), out IPNumber address), Is.True);
        Assert.That(Text(address), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("1.2.3")]
    [TestCase("1.2.3.4.")]
    [TestCase("1.2.3.4 ")]
    [TestCase("1.2.3.256")]
    [TestCase("01.2.3.4")]
    [TestCase("1.2.3.0x4")]
    [TestCase("12345")]
    [TestCase("[::1]")]
    [TestCase("fe80::1%eth0")]
    [TestCase(":1")]
    [TestCase("1:")]
    [TestCase("1::2::3")]
    [TestCase(":::")]
    [TestCase("1:2:3:4:5:6:7")]
    [TestCase("1:2:3:4:5:6:7:8:9")]
    [TestCase("1:2:3:4:5:6:7::8")]
    [TestCase("::12345")]
    [TestCase("::1.2.3")]
    [TestCase("::1.2.3.4:5")]
    [TestCase("1:2:3:4:5:6:7:1.2.3.4")]
    public void Anything_else_is_none(string text) => Assert.That(IPNumber.TryParse(Feeding.Bytes(text), out _), Is.False);

    [Test]
    public void Numbers_are_those_of_the_system()
    {
        var random = new Random(Seed);
        byte[] bytes = new byte[16];
        for (int round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            for (int i = 0; i < bytes.Length; i += 2)
            {
                // Zero groups are what the text is about.
                if (random.Next(2) == 0)
                {
                    bytes[i] = bytes[i + 1] = 0;
                }
            }

            var system = new IPAddress(bytes);
            Assert.That(IPNumber.TryParse(Feeding.Bytes(system.ToString()), out IPNumber address), Is.True, $"seed {Seed}: {system}");
            var number = UInt128.Parse(Convert.ToHexString(bytes), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.That(address, Is.EqualTo(new IPNumber(number)), $"seed {Seed}: {system}");
            Assert.That(IPAddress.Parse(Text(address)).MapToIPv6(), Is.EqualTo(system.MapToIPv6()), $"seed {Seed}: {system}");
            bool embeds = system.ToString().Contains('.', StringComparison.Ordinal);
            Assert.That(embeds || Text(address) == system.ToString(), Is.True, $"seed {Seed}: {system} is {Text(address)}");
        }
    }

    [Test]
    public void Both_ways_to_write_an_IPv4_address_are_one()
    {
        IPNumber four = Feeding.Address("10.0.0.1");
        Assert.That(four, Is.EqualTo(Feeding.Address("::ffff:10.0.0.1")).And.EqualTo(IPNumber.FromIPv4(0x0A000001)));
        Assert.That(four.IsIPv4 && four.IsKnown, Is.True);
        Assert.That(default(IPNumber).IsKnown, Is.False);
    }

    private static string Text(IPNumber address)
    {
        Span<byte> text = stackalloc byte[IPNumber.MaxTextLength];
        return Feeding.Text(text[..address.Format(text)]);
    }
}
