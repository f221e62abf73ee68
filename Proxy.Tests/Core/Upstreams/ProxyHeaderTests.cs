using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Policies;
using Proxy.Core.Upstreams;

namespace Proxy.Tests.Core.Upstreams;

/// <summary>Headers byte for byte, as the specification of the PROXY protocol has them.</summary>
public class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    // The first is the specification's own example (§2.1).
    [TestCase("192.168.0.1", 56324, "192.168.0.11:443", "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n")]
    [TestCase("255.255.255.255", 65535, "255.255.255.255:65535", "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n")]
    [TestCase("::ffff:192.168.0.1", 1, "[::ffff:192.168.0.11]:2", "PROXY TCP4 192.168.0.1 192.168.0.11 1 2\r\n")]
    [TestCase("2001:db8::9", 1, "[2001:db8::1]:443", "PROXY TCP6 2001:db8::9 2001:db8::1 1 443\r\n")]
    [TestCase("1111:2222:3333:4444:5555:6666:7777:8888", 65535, "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535",
        "PROXY TCP6 1111:2222:3333:4444:5555:6666:7777:8888 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n")]
    [TestCase("192.0.2.1", 7, "[2001:db8::1]:443", "PROXY TCP6 ::ffff:c000:201 2001:db8::1 7 443\r\n")]
    [TestCase("2001:db8::9", 7, "10.0.0.1:80", "PROXY TCP6 2001:db8::9 ::ffff:a00:1 7 80\r\n")]
    [TestCase("192.0.2.1", 0, null, "PROXY TCP4 192.0.2.1 0.0.0.0 0 0\r\n")]
    [TestCase("192.0.2.1", 7, "[::]:80", "PROXY TCP4 192.0.2.1 0.0.0.0 7 80\r\n")]
    [TestCase("2001:db8::9", 0, "unix", "PROXY TCP6 2001:db8::9 :: 0 0\r\n")]
    [TestCase(null, 0, "10.0.0.1:80", "PROXY UNKNOWN\r\n")]
    [TestCase(null, 0, "unix", "PROXY UNKNOWN\r\n")]
    public void Version_1_is_a_line(string? client, int port, string? local, string expected)
    {
        var header = Write(ProxyProtocol.V1, client, port, local);
        Assert.That(Encoding.ASCII.GetString(header), Is.EqualTo(expected));
        Assert.That(header, Has.Length.AtMost(107), "§2.1");
    }

    // The first is what another implementation sent (172.19.0.1:42578 to 172.19.0.3:80).
    [TestCase("172.19.0.1", 42578, "172.19.0.3:80", "2111000C" + "AC130001" + "AC130003" + "A652" + "0050")]
    [TestCase("::ffff:172.19.0.1", 1, "[::ffff:172.19.0.3]:80", "2111000C" + "AC130001" + "AC130003" + "0001" + "0050")]
    [TestCase("2001:db8::9", 258, "[2001:db8::1]:443", "21210024" + "20010DB8000000000000000000000009" + "20010DB8000000000000000000000001" + "0102" + "01BB")]
    [TestCase("192.0.2.1", 0, "[2001:db8::1]:443", "21210024" + "00000000000000000000FFFFC0000201" + "20010DB8000000000000000000000001" + "0000" + "01BB")]
    [TestCase("192.0.2.1", 0, null, "2111000C" + "C0000201" + "00000000" + "0000" + "0000")]
    [TestCase(null, 0, null, "21000000")]
    [TestCase(null, 0, "10.0.0.1:80", "21000000")]
    public void Version_2_is_binary(string? client, int port, string? local, string expected) =>
        Assert.That(Convert.ToHexString(Write(ProxyProtocol.V2, client, port, local)), Is.EqualTo(Signature + expected));

    [Test]
    public void Unix_sockets_are_told_by_their_path()
    {
        var header = Write(ProxyProtocol.V2, null, 0, "unix");
        Assert.That(Convert.ToHexString(header[..16]), Is.EqualTo(Signature + "2131" + "00D8"));
        Assert.That(header, Has.Length.EqualTo(16 + 216));
        Assert.That(header.AsSpan(16, 108).IndexOfAnyExcept((byte)0), Is.EqualTo(-1), "a client's socket has no path");
        Assert.That(Encoding.UTF8.GetString(header.AsSpan(124)).TrimEnd('\0'), Is.EqualTo("/run/web.sock"));
    }

    [Test]
    public void Connections_of_the_proxy_itself_say_so()
    {
        var room = new byte[ProxyHeader.MaxBytes];
        Assert.That(Encoding.ASCII.GetString(room, 0, ProxyHeader.WriteLocal(room, ProxyProtocol.V1)), Is.EqualTo("PROXY UNKNOWN\r\n"));
        Assert.That(Convert.ToHexString(room, 0, ProxyHeader.WriteLocal(room, ProxyProtocol.V2)), Is.EqualTo(Signature + "20000000"));
    }

    private static byte[] Write(ProxyProtocol version, string? client, int port, string? local)
    {
        // What the room held before is not to be seen.
        var room = new byte[ProxyHeader.MaxBytes];
        room.AsSpan().Fill(0xEE);
        var told = new ToldClient(client is null ? default : IPNumbers.Of(IPAddress.Parse(client)), (ushort)port);
        EndPoint? at = local switch
        {
            null => null,
            "unix" => new UnixDomainSocketEndPoint("/run/web.sock"),
            _ => IPEndPoint.Parse(local),
        };
        return room[..ProxyHeader.Write(room, version, told, at)];
    }
}
