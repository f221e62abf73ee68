using System.IO.Pipelines;

namespace Proxy.Core.Connections;

/// <summary>
/// The empty line that some clients send before a request, or behind the one before (RFC 9112 §2.2). It is ignored, and no request has begun with
/// it; one that came with the request is the parser's.
/// </summary>
internal struct LeadingEmptyLine
{
    private bool _wasSeen;

    /// <summary>
    /// True where nothing but an empty line, or its first half, was read, and more is to be waited for. The first half alone is left until more comes.
    /// Every other empty line is taken for the begin of a request, so that nobody lives on empty lines.
    /// </summary>
    public bool TrySkip(PipeReader input, in ReadResult result)
    {
        var buffer = result.Buffer;
        if (buffer.Length is 0 or > 2 || result.IsCanceled || result.IsCompleted || _wasSeen || buffer.FirstSpan is not [(byte)'\r', ..])
        {
            return false;
        }

        var isWhole = buffer.Length == 2 && buffer.Slice(1).FirstSpan[0] == '\n';
        if (buffer.Length == 2 && !isWhole)
        {
            return false;
        }

        _wasSeen = isWhole;
        input.AdvanceTo(isWhole ? buffer.End : buffer.Start, buffer.End);
        return true;
    }

    /// <summary>A request begins; true where an empty line went before it.</summary>
    public bool BeginRequest()
    {
        var wasSeen = _wasSeen;
        _wasSeen = false;
        return wasSeen;
    }
}
