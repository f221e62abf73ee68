using System.Buffers.Binary;
using System.Net;
using NUnit.Framework;
using Proxy.Core.Policies;
using Proxy.Tests.Http1;

namespace Proxy.Tests.Core.Policies;

[TestFixture]
public sealed class TrustedProxiesTests
{
    private const int Seed = 1918;

    [TestCase("10.0.0.0/8", "10.0.0.0", true)]
    [TestCase("10.0.0.0/8", "10.255.255.255", true)]
    [TestCase("10.0.0.0/8", "11.0.0.0", false)]
    [TestCase("10.0.0.0/8", "9.255.255.255", false)]
    [TestCase("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [TestCase("10.0.0.0/8", "::10.1.2.3", false)]
    [TestCase("::1", "::1", true)]
    [TestCase("::1", "127.0.0.1", false)]
    [TestCase("2001:db8::/32", "2001:db8:ffff::", true)]
    [TestCase("::/0", "2001:db8::1", true)]
    [TestCase("::/0", "192.0.2.1", false)]
    [TestCase("0.0.0.0/0", "192.0.2.1", true)]
    [TestCase("0.0.0.0/0", "2001:db8::1", false)]
    [TestCase("unix", "192.0.2.1", false)]
    [TestCase("10.0.0.0/8 192.0.2.0/24 192.0.2.7 172.16.0.0/12", "192.0.2.200", true)]
    [TestCase("10.0.0.0/8 192.0.2.0/24 192.0.2.7 172.16.0.0/12", "172.32.0.0", false)]
    [TestCase("", "127.0.0.1", false)]
    public void Addresses_are_in_a_network_or_not(string trusted, string address, bool expected) =>
        Assert.That(Of(trusted).Contains(Feeding.Address(address)), Is.EqualTo(expected));

    [TestCase("unix", true)]
    [TestCase("10.0.0.0/8", false)]
    [TestCase("0.0.0.0/0 ::/0", false)]
    public void Who_has_no_address_is_trusted_by_name_only(string trusted, bool expected) => Assert.That(Of(trusted).Contains(default), Is.EqualTo(expected));

    [Test]
    public void Many_networks_say_what_each_of_them_would()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 200; round++)
        {
            // Few bits differ, so that networks touch, overlap and nest.
            var networks = Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
            {
                var prefix = random.Next(24, 33);
                var address = (0x0A000000u | (uint)random.Next(1024)) & (uint)(ulong.MaxValue << (32 - prefix));
                return new IPNetwork(AddressOf(address), prefix);
            }).ToArray();
            var trusted = Of(string.Join(' ', networks));
            for (var host = 0u; host < 1100; host++)
            {
                var address = AddressOf(0x0A000000u + host - 20);
                var expected = networks.Any(network => network.Contains(address));
                Assert.That(trusted.Contains(Feeding.Address(address.ToString())), Is.EqualTo(expected), $"seed {Seed}, round {round}: {address} in {string.Join(' ', networks)}");
            }
        }
    }

    private static TrustedProxies Of(string ranges) => new(ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IPAddress AddressOf(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
