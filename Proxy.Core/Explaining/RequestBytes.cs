using System.Text;

namespace Proxy.Core.Explaining;

/// <summary>Renders the head that a client sends for a URL; what is wrong with it is left for the parser to find.</summary>
internal static class RequestBytes
{
    public static byte[] Render(ExplainRequest request, ExplainedUrl url)
    {
        var head = new StringBuilder($"{request.Method} {url.Target} HTTP/1.1\r\n");
        if (url.Authority.Length > 0 && !request.Headers.Any(IsHost))
        {
            head.Append($"Host: {url.Authority}\r\n");
        }

        foreach (var line in request.Headers)
        {
            head.Append(line).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    private static bool IsHost(string line) => ByteText.Split(line).Name.Equals("Host", StringComparison.OrdinalIgnoreCase);
}
