using System.Text;
using Proxy.Core.Configuration;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>Turns the Domain and Path of a cookie (RFC 6265 §4.1) into what they are for the client.</summary>
internal sealed class CookieRewrite
{
    private readonly (byte[] From, byte[] To)[] _domains;
    private readonly (byte[] From, byte[] To)[] _paths;
    private readonly int _longest;

    /// <param name="options">Valid options.</param>
    public CookieRewrite(ResponseRewriteOptions options)
    {
        _domains = [.. options.CookieDomains.Select(pair => (Bytes(pair.Key.TrimStart('.')), Bytes(pair.Value)))];
        _paths = [.. options.CookiePaths.OrderByDescending(pair => pair.Key.Length).Select(pair => (Bytes(pair.Key), Bytes(pair.Value)))];
        _longest = _domains.Concat(_paths).Select(pair => pair.To.Length + 1).DefaultIfEmpty().Max();
    }

    /// <summary>True when there is something to turn.</summary>
    public bool Any => _domains.Length + _paths.Length > 0;

    /// <summary>Bytes that a cookie may become longer.</summary>
    public int GrowthOf(ReadOnlySpan<byte> cookie) => cookie.Count((byte)';') * _longest;

    /// <summary>Writes the value of Set-Cookie.</summary>
    public void Write(ref HeadWriter writer, ReadOnlySpan<byte> cookie)
    {
        var end = EndOf(cookie);
        writer.Write(cookie[..end]);
        while (end < cookie.Length)
        {
            cookie = cookie[end..];
            end = 1 + EndOf(cookie[1..]);
            WriteAttribute(ref writer, cookie[..end]);
        }
    }

    private static int EndOf(ReadOnlySpan<byte> text) => text.IndexOf((byte)';') is >= 0 and var end ? end : text.Length;

    // With the semicolon before it.
    private void WriteAttribute(ref HeadWriter writer, ReadOnlySpan<byte> attribute)
    {
        var equals = attribute.IndexOf((byte)'=');
        var name = equals < 0 ? default : attribute[1..equals].Trim(" \t"u8);
        var value = equals < 0 ? default : attribute[(equals + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "domain"u8) && TryFindDomain(value, out var domain))
        {
            writer.Write(domain.Length > 0 ? attribute[..(equals + 1)] : default);
            writer.Write(domain);
            return;
        }

        if (Ascii.EqualsIgnoreCase(name, "path"u8) && TryFindPath(value, out var from, out var to))
        {
            writer.Write(attribute[..(equals + 1)]);
            var rest = value[from.Length..].TrimStart((byte)'/');
            writer.Write(rest.IsEmpty ? to : to.AsSpan().TrimEnd((byte)'/'));
            writer.Write(rest.IsEmpty ? default : "/"u8);
            writer.Write(rest);
            return;
        }

        writer.Write(attribute);
    }

    // RFC 6265 §5.2.3: a dot before it says nothing.
    private bool TryFindDomain(ReadOnlySpan<byte> value, out byte[] to)
    {
        value = !value.IsEmpty && value[0] == '.' ? value[1..] : value;
        to = [];
        foreach (var (from, other) in _domains)
        {
            if (Ascii.EqualsIgnoreCase(value, from))
            {
                to = other;
                return true;
            }
        }

        return false;
    }

    // RFC 6265 §5.1.4: a path is of all below it, segment by segment.
    private bool TryFindPath(ReadOnlySpan<byte> value, out byte[] from, out byte[] to)
    {
        foreach (var (path, other) in _paths)
        {
            if (value.StartsWith(path) && (value.Length == path.Length || path[^1] == '/' || value[path.Length] == '/'))
            {
                (from, to) = (path, other);
                return true;
            }
        }

        (from, to) = ([], []);
        return false;
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
