using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace Proxy.Tests.Kit;

/// <summary>Many clients that hold their connections as long as they can, and do as little as possible.</summary>
internal sealed class SlowCrowd : IDisposable
{
    private const int Batch = 100;

    private readonly List<Socket> _clients = [];
    private readonly byte[] _bytes = new byte[4096];
    private readonly HashSet<Socket> _reset = [];

    /// <summary>Skips the test where so many descriptors are not to be had.</summary>
    public static void RequireDescriptors(int count)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // The runtime raised the soft limit to the hard one when it started.
        var line = File.ReadLines("/proc/self/limits").First(each => each.StartsWith("Max open files", StringComparison.Ordinal));
        var limit = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        if (limit != "unlimited" && long.Parse(limit, CultureInfo.InvariantCulture) < count)
        {
            Assert.Ignore($"Needs {count} descriptors, and the limit is {limit}: raise it with ulimit -n.");
        }
    }

    /// <summary>Connects so many clients, each of which sends the beginning of something.</summary>
    public async Task JoinAsync(int count, EndPoint address, string beginning, int? receiveBuffer = null)
    {
        var bytes = Encoding.ASCII.GetBytes(beginning);
        while (_clients.Count < count)
        {
            var batch = Enumerable.Range(0, Math.Min(Batch, count - _clients.Count)).Select(_ => ConnectAsync(address, bytes, receiveBuffer));
            _clients.AddRange(await Task.WhenAll(batch).WaitAsync(Patience.Time));
        }
    }

    /// <summary>Each that is still connected sends a few bytes.</summary>
    public void Send(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        foreach (var client in _clients)
        {
            client.Send(bytes, SocketFlags.None, out _);
        }
    }

    /// <summary>Each takes so many bytes at most.</summary>
    public void Take(int bytes)
    {
        foreach (var client in _clients)
        {
            client.Receive(_bytes, 0, bytes, SocketFlags.None, out var error);
            NoteReset(client, error);
        }
    }

    /// <summary>How many have received this, and the end of the connection behind it.</summary>
    public async Task<int> CountAnsweredAsync(string start)
    {
        var answered = 0;
        foreach (var client in _clients)
        {
            answered += (await ReadToEndAsync(client)).StartsWith(start, StringComparison.Ordinal) ? 1 : 0;
        }

        return answered;
    }

    /// <summary>How many connections end by a reset, behind whatever is still to be read: a cut that cannot be taken for an end.</summary>
    public async Task<int> CountResetAsync()
    {
        foreach (var client in _clients)
        {
            await ReadToEndAsync(client);
        }

        return _reset.Count;
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static async Task<Socket> ConnectAsync(EndPoint address, byte[] beginning, int? receiveBuffer)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            client.ReceiveBufferSize = size;
        }

        await client.ConnectAsync(address);
        await client.SendAsync(beginning);
        client.Blocking = false;
        return client;
    }

    private async Task<string> ReadToEndAsync(Socket client)
    {
        using var patience = new CancellationTokenSource(Patience.Time);
        var text = new StringBuilder();
        try
        {
            while (await client.ReceiveAsync(_bytes, SocketFlags.None, patience.Token) is > 0 and var received)
            {
                text.Append(Encoding.Latin1.GetString(_bytes, 0, received));
            }
        }
        catch (SocketException exception)
        {
            // An end as well: bytes may have been sent behind a refusal.
            NoteReset(client, exception.SocketErrorCode);
        }

        return text.ToString();
    }

    // The system tells it once; whoever asks again is told of an orderly end.
    private void NoteReset(Socket client, SocketError error)
    {
        if (error == SocketError.ConnectionReset)
        {
            _reset.Add(client);
        }
    }
}
