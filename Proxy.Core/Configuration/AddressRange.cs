using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Proxy.Http1.Messages;

namespace Proxy.Core.Configuration;

/// <summary>The addresses of one network.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
public readonly record struct AddressRange(IPNumber First, IPNumber Last)
{
    private const int Bits = 128;
    private const int BitsBeforeIPv4 = 96;

    /// <summary>Reads an address, or a network in CIDR notation: <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>, <c>::1</c>.</summary>
    public static bool TryParse(string text, out AddressRange range, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        range = default;
        problem = $"\"{text}\" is no address: 10.0.0.0/8, 192.0.2.1 or 2001:db8::/32 is needed";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? text : text[..slash];
        if (!Ascii.IsValid(name) || !IPNumber.TryParse(Encoding.ASCII.GetBytes(name), out var address))
        {
            return false;
        }

        var before = name.Contains(':', StringComparison.Ordinal) ? 0 : BitsBeforeIPv4;
        var prefix = Bits - before;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > Bits - before))
        {
            problem = $"\"{text}\": behind the slash 0 to {Bits - before} is allowed";
            return false;
        }

        var hostBits = Bits - before - prefix;
        var host = hostBits == Bits ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        range = new(new(address.Value & ~host), new(address.Value | host));
        problem = range.First == address ? null : $"\"{text}\" has bits behind its prefix; did you mean \"{Text(range.First)}/{prefix}\"?";
        return problem is null;
    }

    private static string Text(IPNumber address)
    {
        Span<byte> text = stackalloc byte[IPNumber.MaxTextLength];
        return Encoding.ASCII.GetString(text[..address.Format(text)]);
    }
}
