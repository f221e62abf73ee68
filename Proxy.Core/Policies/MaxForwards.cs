using System.Buffers.Text;
using Proxy.Http1.Messages;

namespace Proxy.Core.Policies;

/// <summary>Max-Forwards (RFC 9110 §7.6.2): how many more servers an OPTIONS or TRACE may pass through. On any other method it is ignored.</summary>
internal static class MaxForwards
{
    /// <summary>The value where the request is not limited.</summary>
    public const long Unlimited = -1;

    /// <summary>Reads the limit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="left">How often it may be forwarded, or <see cref="Unlimited"/>.</param>
    /// <returns>False when the field stands there and is no single number.</returns>
    public static bool TryRead(RequestHead request, out long left)
    {
        left = Unlimited;
        if (request.Method is not (KnownMethod.Options or KnownMethod.Trace) || !request.Fields.TryGet(KnownHeader.MaxForwards, out var index))
        {
            return true;
        }

        var value = request.ValueOf(index);
        return !request.Fields.Repeated.Contains(KnownHeader.MaxForwards)
            && !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(value, out left, out var read) && read == value.Length;
    }
}
