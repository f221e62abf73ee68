using System.Text;

namespace Proxy.Host.Demo;

/// <summary>One request and the demo origin's answer: its own name, and what the proxy told it of the client.</summary>
internal static class DemoExchange
{
    private static readonly string[] ToldByProxy =
        ["Host", "Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP"];

    /// <summary>Reads one request and answers it; false when the connection is not kept.</summary>
    public static async Task<bool> AnswerAsync(StreamReader reader, Stream stream, string origin, CancellationToken cancellationToken)
    {
        if (await DemoRequest.ReadHeadAsync(reader, cancellationToken) is not { } request)
        {
            return false;
        }

        if (request.Field("Expect").Equals("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        await request.SkipBodyAsync(reader, cancellationToken);
        var keep = !request.Field("Connection").Contains("close", StringComparison.OrdinalIgnoreCase);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(Response(request, origin, keep)), cancellationToken);
        return keep;
    }

    private static string Response(DemoRequest request, string origin, bool keep)
    {
        var told = ToldByProxy.Where(name => request.Field(name).Length > 0).Select(name => $"  {name}: {request.Field(name)}\n");
        var body = $"Hello from {origin}.\n  {request.RequestLine}\n{string.Concat(told)}";
        var close = keep ? "" : "Connection: close\r\n";
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n{close}\r\n";
        return request.RequestLine.StartsWith("HEAD ", StringComparison.Ordinal) ? head : head + body;
    }
}
