using System.Text;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>
/// Upgrade (RFC 9110 §7.8): which of the protocols a client asks for are passed on, and whether an origin switched to one of them. HTTP/2 without TLS
/// (<c>h2c</c>) is never among them: it would open a connection past the proxy.
/// </summary>
internal static class UpgradeRules
{
    /// <summary>True when the client asks for at least one protocol that is passed on.</summary>
    public static bool IsAsked(RequestHead request)
    {
        // RFC 9110 §7.8: in HTTP/1.0 it is ignored, and so it is where Connection does not name it.
        if (request.Version != ProtocolVersion.Http11 || !request.Fields.Present.Contains(KnownHeader.Upgrade) || !request.IsNominated(KnownHeader.Upgrade))
        {
            return false;
        }

        var offers = new UpgradeProtocols(request);
        return offers.MoveNext();
    }

    /// <summary>Writes Upgrade with the protocols passed on, and the Connection option that goes with it.</summary>
    public static void Write(ref HeadWriter writer, MessageHead head)
    {
        writer.Write("Connection: Upgrade\r\nUpgrade: "u8);
        var isFirst = true;
        var offers = new UpgradeProtocols(head);
        while (offers.MoveNext())
        {
            // No space: a list must not become longer than it came.
            writer.Write(isFirst ? default : ","u8);
            writer.Write(offers.Current);
            isFirst = false;
        }

        writer.Write("\r\n"u8);
    }

    /// <summary>True when a 101 names protocols, and only such as the client asked for.</summary>
    public static bool Agrees(RequestHead request, ResponseHead response)
    {
        var chosen = new UpgradeProtocols(response);
        var any = false;
        while (chosen.MoveNext())
        {
            any = true;
            if (!Offers(request, chosen.Current))
            {
                return false;
            }
        }

        return any;
    }

    private static bool Offers(RequestHead request, ReadOnlySpan<byte> protocol)
    {
        var offers = new UpgradeProtocols(request);
        while (offers.MoveNext())
        {
            if (Ascii.EqualsIgnoreCase(offers.Current, protocol))
            {
                return true;
            }
        }

        return false;
    }
}
