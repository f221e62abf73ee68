using System.Net.Sockets;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>A connection that the proxy opened to a <see cref="RecordingOrigin"/>.</summary>
internal sealed class RecordedConnection(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private byte[] _rest = [];
    private bool _continued;

    /// <summary>Bytes are here that make no whole request.</summary>
    public bool HasRest => Volatile.Read(ref _rest).Length > 0;

    /// <summary>Takes more bytes; false at the end of the connection.</summary>
    public async Task<bool> ReceiveAsync()
    {
        var count = await socket.ReceiveAsync(_buffer, SocketFlags.None);
        Volatile.Write(ref _rest, [.. _rest, .. _buffer.AsSpan(0, count)]);
        return count > 0;
    }

    /// <summary>Answers what is whole; false when the connection is to be closed.</summary>
    public async Task<bool> AnswerAsync(Func<OriginRecord> current)
    {
        var record = current();
        var stream = NaiveHttp.ReadRequests(_rest, skipEmptyLine: false);
        if (stream.End == NaiveVerdict.Wrong)
        {
            record.Fault($"{stream.Why} in <{Escaped.Of(_rest)}>");
            return false;
        }

        // A proxy waits for the answer before it sends another request on a connection.
        if (stream.Messages.Count > 0 && stream.Messages[0].End < _rest.Length)
        {
            record.Fault($"more than one request in <{Escaped.Of(_rest)}>");
            return false;
        }

        if (stream.Messages.Count > 0)
        {
            return await SendAsync(record, stream.Messages[0]);
        }

        if (stream.HasLastHead && !_continued && stream.Last!.Lists("Expect", "100-continue"))
        {
            _continued = true;
            await socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        }

        return true;
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> SendAsync(OriginRecord record, NaiveMessage request)
    {
        Volatile.Write(ref _rest, []);
        _continued = false;
        var answer = record.Take(request);
        for (var sent = 0; sent < answer.Length;)
        {
            sent += await socket.SendAsync(answer.AsMemory(sent));
        }

        return record.Script is null;
    }
}
