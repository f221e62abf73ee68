using Proxy.Http1.Messages;

namespace Proxy.Http1.Writing;

/// <summary>Writes the request line to an origin, always from what was parsed.</summary>
public static class RequestWriter
{
    /// <summary>
    /// Writes method, target and our own version (RFC 9112 §2.3: an intermediary sends its own). Absolute-form becomes origin-form, since the
    /// next server is an origin (RFC 9112 §3.2.1); its authority must then be sent as Host (RFC 9112 §3.2.2).
    /// </summary>
    public static void WriteRequestLine(ref HeadWriter writer, RequestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Form == TargetForm.Origin && head.Version == ProtocolVersion.Http11)
        {
            // Nothing would change: the grammar leaves one way to write it.
            writer.Write(head.Line);
            return;
        }

        WriteRequestLine(ref writer, head, head.Form == TargetForm.Authority ? head.Target : head.Path);
    }

    /// <summary>Writes the request line with another target, for a rewritten path.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="head">Names the method.</param>
    /// <param name="target">The target: visible ASCII, not empty. It is not checked again.</param>
    public static void WriteRequestLine(ref HeadWriter writer, RequestHead head, scoped ReadOnlySpan<byte> target)
    {
        ArgumentNullException.ThrowIfNull(head);
        writer.Write(head.MethodBytes);
        writer.WriteByte((byte)' ');
        writer.Write(target);
        writer.Write(" HTTP/1.1\r\n"u8);
    }
}
