using System.IO.Pipelines;
using System.Security.Cryptography;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>The length and hash of bytes sent or received.</summary>
internal sealed class Receipt : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Reads until this many bytes are received in all, or the end came.</summary>
    public async Task ReadAsync(PipeReader reader, long upTo)
    {
        while (Length < upTo)
        {
            var result = await reader.ReadAsync();
            foreach (var memory in result.Buffer)
            {
                Add(memory.Span);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    public string Hash() => $"{Length} bytes {Convert.ToHexString(_hash.GetCurrentHash())}";

    public void Dispose() => _hash.Dispose();
}
