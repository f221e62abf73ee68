using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;

namespace Proxy.Benchmarks.Http1;

/// <summary>Counts what Kestrel's parser reports, so that its cost is that of parsing alone.</summary>
internal struct KestrelHandler : IHttpRequestLineHandler, IHttpHeadersHandler
{
    public int Bytes { get; private set; }

    public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine) =>
        Bytes += startLine.Length;

    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Bytes += name.Length + value.Length;

    public void OnHeadersComplete(bool endStream)
    {
    }

    public void OnStaticIndexedHeader(int index)
    {
    }

    public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value)
    {
    }
}
