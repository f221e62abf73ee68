using System.Globalization;

namespace Proxy.Host.Demo;

/// <summary>The head of a request to a demo origin.</summary>
internal sealed record DemoRequest(string RequestLine, IReadOnlyList<string> FieldLines)
{
    /// <summary>Reads a head; null when the peer has no further request.</summary>
    public static async Task<DemoRequest?> ReadHeadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var requestLine = await reader.ReadLineAsync(cancellationToken);
        var fieldLines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            fieldLines.Add(line);
        }

        return string.IsNullOrEmpty(requestLine) ? null : new(requestLine, fieldLines);
    }

    /// <summary>The value of the first field line of that name, or "".</summary>
    public string Field(string name)
    {
        var line = FieldLines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line is null ? "" : line[(name.Length + 1)..].Trim();
    }

    /// <summary>Reads the body to its end and forgets it.</summary>
    public async Task SkipBodyAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        if (Field("Transfer-Encoding").Length == 0)
        {
            await SkipAsync(reader, ParseLength($"0{Field("Content-Length")}", NumberStyles.None), cancellationToken);
            return;
        }

        while (await reader.ReadLineAsync(cancellationToken) is { } chunk
            && ParseLength(chunk.Split(';')[0], NumberStyles.HexNumber) is > 0 and var size)
        {
            await SkipAsync(reader, size + "\r\n".Length, cancellationToken);
        }

        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
            // Trailer fields, up to the empty line that ends the body.
        }
    }

    private static long ParseLength(string text, NumberStyles style) => long.Parse(text, style, CultureInfo.InvariantCulture);

    private static async Task SkipAsync(StreamReader reader, long count, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        while (count > 0)
        {
            var read = await reader.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken);
            count = read > 0 ? count - read : throw new EndOfStreamException();
        }
    }
}
