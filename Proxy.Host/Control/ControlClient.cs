using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Host.Control;

/// <summary>Speaks with a running proxy over its control socket.</summary>
internal sealed class ControlClient(string path)
{
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Whether somebody listens there, or would if there were not so many before us. Never waits.</summary>
    public bool IsAnswered()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.WouldBlock;
        }
    }

    /// <summary>Sends one request and reads its answer.</summary>
    /// <exception cref="ControlException">Nobody listens, or what answers is no proxy that we understand.</exception>
    public Task<ControlReply> SendAsync(string method, string target, TimeSpan patience, CancellationToken cancellationToken) =>
        SendAsync(method, target, [], patience, cancellationToken);

    /// <summary>Sends one request with content and reads its answer.</summary>
    /// <exception cref="ControlException">Nobody listens, or what answers is no proxy that we understand.</exception>
    public async Task<ControlReply> SendAsync(string method, string target, byte[] content, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limit.Token);
            var head = Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {content.Length}\r\n\r\n");
            await SendAllAsync(socket, (byte[])[.. head, .. content], limit.Token);
            return Read(await ReadToEndAsync(socket, limit.Token));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new ControlException($"{path}: permission denied; only the user that runs the proxy, and root, may use its control socket");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
        {
            throw new ControlException($"no proxy runs there: nobody listens on {path}");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock)
        {
            throw new ControlException($"{path}: the proxy there does not answer: it takes no further connections");
        }
        catch (SocketException e)
        {
            throw new ControlException($"{path}: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ControlException($"{path}: no answer within {patience.TotalSeconds} s");
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        while (!message.IsEmpty)
        {
            message = message[await socket.SendAsync(message, cancellationToken)..];
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        var received = new ArrayBufferWriter<byte>();
        while (received.WrittenCount < MaxBytes)
        {
            var count = await socket.ReceiveAsync(received.GetMemory(4096), cancellationToken);
            if (count == 0)
            {
                break;
            }

            received.Advance(count);
        }

        return received.WrittenMemory;
    }

    private ControlReply Read(ReadOnlyMemory<byte> answer)
    {
        var (parser, head) = (new ResponseParser(ParserLimits.Default), new ResponseHead());
        if (parser.Parse(new ReadOnlySequence<byte>(answer), KnownMethod.Get, head) != ParseStatus.Complete
            || head.Framing.Kind != BodyKind.Length || answer.Length - head.Length != head.Framing.Length)
        {
            throw new ControlException($"{path}: what answers there is no proxy");
        }

        try
        {
            var body = answer[head.Length..];
            using var json = JsonDocument.Parse(body);
            var protocol = json.RootElement.GetProperty("protocol").GetInt32();
            return protocol == ControlAnswer.Protocol
                ? new(head.Status, Encoding.UTF8.GetString(body.Span), json.RootElement.Clone())
                : throw new ControlException($"{path}: the proxy there speaks version {protocol} of the protocol, this command {ControlAnswer.Protocol}; use its own command");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ControlException($"{path}: what answers there is no proxy");
        }
    }
}
