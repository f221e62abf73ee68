using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Proxy.Tests.Kit;

/// <summary>A name server on a port of the system's choosing that says what it was told to say, by UDP and, where an answer is truncated, by TCP.</summary>
internal sealed class ScriptedDns : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Name, ushort Type), DnsReply> _replies = new();
    private readonly ConcurrentQueue<(string Name, ushort Type, bool ByTcp)> _asked = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly Task _serving;

    private ScriptedDns(Socket udp, Socket tcp)
    {
        (_udp, _tcp) = (udp, tcp);
        _serving = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    /// <summary>Where it is, as configurations have it.</summary>
    public string Address => _udp.LocalEndPoint!.ToString()!;

    /// <summary>Every question it was asked.</summary>
    public IReadOnlyList<(string Name, ushort Type, bool ByTcp)> Asked => [.. _asked];

    /// <summary>Nothing is answered, whatever the question.</summary>
    public bool IsSilent { get; set; }

    /// <summary>All questions are answered with this error; 0 for none.</summary>
    public int FailsWith { get; set; }

    public static ScriptedDns Start()
    {
        while (true)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                tcp.Bind(udp.LocalEndPoint!);
                tcp.Listen();
                return new(udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody has that port by TCP: another one, then.
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    /// <summary>How often it was asked for this.</summary>
    public int Count(string name, ushort type) => Asked.Count(each => each.Name == name && each.Type == type);

    /// <summary>Says this from now on.</summary>
    public void Say(string name, ushort type, DnsReply reply) => _replies[(name, type)] = reply;

    /// <summary>Gives a name exactly these addresses.</summary>
    public void Host(string name, int ttl, params IReadOnlyList<string> addresses)
    {
        var records = addresses.Select(address => DnsRecord.Of(name, ttl, address)).ToList();
        Say(name, DnsRecord.A, new() { Answers = [.. records.Where(record => record.Type == DnsRecord.A)] });
        Say(name, DnsRecord.Aaaa, new() { Answers = [.. records.Where(record => record.Type == DnsRecord.Aaaa)] });
    }

    /// <summary>Knows nothing of a name any more.</summary>
    public void Forget(string name)
    {
        foreach (var key in _replies.Keys.Where(key => key.Name == name))
        {
            _replies.TryRemove(key, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        while (!_stop.IsCancellationRequested)
        {
            var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
            if (Answer(buffer.AsSpan(0, received.ReceivedBytes), byTcp: false) is { } reply)
            {
                await _udp.SendToAsync(reply, received.RemoteEndPoint, _stop.Token);
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = new NetworkStream(await _tcp.AcceptAsync(_stop.Token), ownsSocket: true);
            var length = new byte[2];
            await client.ReadExactlyAsync(length, _stop.Token);
            var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await client.ReadExactlyAsync(query, _stop.Token);
            if (Answer(query, byTcp: true) is { } reply)
            {
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)reply.Length);
                await client.WriteAsync((byte[])[.. length, .. reply], _stop.Token);
            }
        }
    }

    private byte[]? Answer(ReadOnlySpan<byte> query, bool byTcp)
    {
        var (name, end) = NameIn(query);
        var type = BinaryPrimitives.ReadUInt16BigEndian(query[end..]);
        _asked.Enqueue((name, type, byTcp));
        var reply = FailsWith != 0 ? new DnsReply { Code = FailsWith } : ReplyTo(name, type);
        return IsSilent || reply.IsSilent ? null : reply.ToBytes(query, query[12..(end + 4)], reply.IsTruncated && !byTcp);
    }

    // A name that has other records exists (RFC 2308 §2.2).
    private DnsReply ReplyTo(string name, ushort type) =>
        _replies.TryGetValue((name, type), out var reply) ? reply
        : _replies.Keys.Any(key => key.Name == name) ? new DnsReply()
        : new DnsReply { Code = DnsReply.NxDomain };

    private static (string Name, int End) NameIn(ReadOnlySpan<byte> query)
    {
        var (labels, at) = (new List<string>(), 12);
        for (; query[at] > 0; at += query[at] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(query.Slice(at + 1, query[at])));
        }

        return (string.Join('.', labels), at + 1);
    }
}
