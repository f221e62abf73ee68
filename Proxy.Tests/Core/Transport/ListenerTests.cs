using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class ListenerTests
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
    private readonly LoopHost _host = new();

    [OneTimeTearDown]
    public async Task Stop()
    {
        File.Delete(_path);
        await _host.DisposeAsync();
    }

    [Test]
    public void A_port_in_use_is_refused_with_a_reason()
    {
        using var server = new TestServer();
        Assert.That(() => Open($"{server.Address}"), Refused("in use by another process"));
    }

    [TestCase("nonsense", "is no address")]
    [TestCase("127.0.0.1:70000", "out of range")]
    [TestCase("203.0.113.1:0", "belongs to no network interface")]
    [TestCase("unix:/nowhere/at/all.sock", "does not exist")]
    public void An_address_that_cannot_be_used_is_refused_with_a_reason(string address, string reason) =>
        Assert.That(() => Open(address), Refused(reason));

    [Test]
    public void A_port_without_permission_is_refused_with_a_reason()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Root may use any port.");
        }

        Assert.That(() => Open("127.0.0.1:1"), Refused("no permission for port 1"));
    }

    [Test]
    public async Task A_socket_file_nobody_listens_on_is_replaced_and_removed_in_the_end()
    {
        Leave(_path);
        var listener = Open($"unix:{_path}");
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(_path));
        await listener.CloseAsync().WaitAsync(LoopHost.Patience);
        Assert.That(File.Exists(_path), Is.False);
    }

    [Test]
    public async Task A_socket_file_in_use_is_refused_and_stays_in_use([Values] bool busy)
    {
        using var live = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        live.Bind(new UnixDomainSocketEndPoint(_path));
        live.Listen(0);
        using var waiting = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (busy)
        {
            waiting.Connect(new UnixDomainSocketEndPoint(_path)); // A backlog of 0 holds one.
        }

        await Task.Run(() => Assert.That(() => Open($"unix:{_path}"), Refused("in use by another process"))).WaitAsync(LoopHost.Patience);
        Assert.That(File.Exists(_path));
    }

    [Test]
    public async Task A_socket_file_that_cannot_be_deleted_does_not_keep_the_listener_open()
    {
        var listener = Open($"unix:{_path}");
        File.Delete(_path);
        Directory.CreateDirectory(_path); // Deleting a file there throws.
        await listener.CloseAsync().WaitAsync(LoopHost.Patience);
        Directory.Delete(_path);
        Assert.That(listener.Socket.SafeHandle.IsClosed);
    }

    [Test]
    public void A_file_that_is_no_socket_is_never_deleted([Values("", "precious")] string content)
    {
        File.WriteAllText(_path, content);
        Assert.That(() => Open($"unix:{_path}"), Refused("cannot listen"));
        Assert.That(File.ReadAllText(_path), Is.EqualTo(content));
        File.Delete(_path);
    }

    [TestCase("127.0.0.1:0", "127.0.0.1")]
    [TestCase("*:0", "127.0.0.1")]
    public async Task A_client_is_known_by_its_address(string address, string client)
    {
        var accepted = new TaskCompletionSource<EndPoint?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = Open(address, connection =>
        {
            accepted.SetResult(connection.RemoteEndPoint);
            connection.Close();
        });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint).Port);
        var remote = (IPEndPoint?)await accepted.Task.WaitAsync(LoopHost.Patience);
        Assert.That((remote!.Address, remote.Port), Is.EqualTo((IPAddress.Parse(client), ((IPEndPoint)socket.LocalEndPoint!).Port)));
        await listener.CloseAsync().WaitAsync(LoopHost.Patience);
    }

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string reason) =>
        Throws.InstanceOf<ProxyStartException>().With.Message.Contains(reason);

    // A process that dies leaves its file behind; a file that was moved meanwhile is not removed by closing either.
    private static void Leave(string path)
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var first = path + "1";
        dead.Bind(new UnixDomainSocketEndPoint(first));
        File.Move(first, path);
    }

    private Listener Open(string address, Action<SocketConnection>? accepted = null) =>
        TestListener.Open(new ListenerOptions { Address = address }, _host.Group, (connection, _) => (accepted ?? (it => it.Close()))(connection));
}
