using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Configuration;

public class ListenerAddressesTests
{
    private static readonly string[] Hosts = ["*", "0.0.0.0", "127.0.0.1", "127.0.0.2", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]"];

    private static IEnumerable<object[]> Pairs => Hosts.SelectMany(first => Hosts.Select(second => new object[] { first, second }));

    // The kernel is asked: what the rule calls an overlap it refuses to open, and nothing else.
    [TestCaseSource(nameof(Pairs))]
    public void The_rule_is_the_kernels(string first, string second)
    {
        Assume.That(Socket.OSSupportsIPv6, Is.True);
        using var held = Open(first, 0);
        var port = ((IPEndPoint)held.LocalEndPoint!).Port;

        Assert.That(ListenerAddresses.Overlap(Parse($"{first}:{port}"), Parse($"{second}:{port}")), Is.EqualTo(!CanOpen(second, port)));
    }

    [TestCase("example.org:80", "EXAMPLE.org:80", true)]
    [TestCase("example.org:80", "example.net:80", false)]
    [TestCase("example.org:80", "*:80", true)]
    [TestCase("127.0.0.1:80", "127.0.0.1:81", false)]
    [TestCase("127.0.0.1:0", "127.0.0.1:0", false)]
    [TestCase("unix:/run/a.sock", "unix:/run/b/../a.sock", true)]
    [TestCase("unix:/run/a.sock", "unix:/run/b.sock", false)]
    [TestCase("unix:/run/a.sock", "*:80", false)]
    public void What_needs_no_kernel(string first, string second, bool overlap)
    {
        Assert.That(ListenerAddresses.Overlap(Parse(first), Parse(second)), Is.EqualTo(overlap));
        Assert.That(ListenerAddresses.Overlap(Parse(second), Parse(first)), Is.EqualTo(overlap));
    }

    private static NetworkAddress Parse(string text) =>
        NetworkAddress.TryParse(text, out var address, out var problem) ? address : throw new ArgumentException(problem);

    private static Socket Open(string host, int port) => ListeningSocket.Open(Parse($"{host}:{port}"), 1);

    private static bool CanOpen(string host, int port)
    {
        try
        {
            Open(host, port).Dispose();
            return true;
        }
        catch (Exception e) when (e.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            return false;
        }
    }
}
