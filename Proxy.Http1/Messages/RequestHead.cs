using System.Text;
using Proxy.Http1.Parsing;

namespace Proxy.Http1.Messages;

/// <summary>The head of one request, as parsed and validated (RFC 9112 §3).</summary>
public sealed class RequestHead : MessageHead
{
    private TargetParts _parts;
    private int _methodStart;
    private int _methodLength;
    private int _targetStart;
    private int _targetLength;

    /// <summary>The method, if it is one we know.</summary>
    public KnownMethod Method { get; internal set; }

    /// <summary>The method's token.</summary>
    public ReadOnlySpan<byte> MethodBytes => Slice(_methodStart, _methodLength);

    /// <summary>The request line as received, its CRLF included.</summary>
    public ReadOnlySpan<byte> Line => Slice(_methodStart, FieldsStart - _methodStart);

    /// <summary>The request target as received.</summary>
    public ReadOnlySpan<byte> Target => Slice(_targetStart, _targetLength);

    /// <summary>Which form the target is in.</summary>
    public TargetForm Form => _parts.Form;

    /// <summary>
    /// Host and port the client asked for: the target's own in absolute-form and authority-form, where a Host that says otherwise is ignored
    /// (RFC 9112 §3.2.2), else the value of Host. Empty only for an HTTP/1.0 request without Host.
    /// </summary>
    public ReadOnlySpan<byte> Authority =>
        _parts.AuthorityLength > 0 ? Slice(_parts.AuthorityStart, _parts.AuthorityLength) : ValueOf(KnownHeader.Host);

    /// <summary>
    /// Path and query as an origin server wants them: the target in origin-form; its rest behind the authority in absolute-form, <c>/</c>
    /// put before it where the path is empty; <c>*</c> in asterisk-form and for OPTIONS in absolute-form without path and query
    /// (RFC 9112 §3.2.4); empty in authority-form.
    /// </summary>
    public ReadOnlySpan<byte> Path
    {
        get
        {
            if (_parts.PathLength > 0)
            {
                return Slice(_parts.PathStart, _parts.PathLength);
            }

            return Form switch
            {
                TargetForm.Authority => default,
                _ when Method == KnownMethod.Options => "*"u8,
                _ => "/"u8,
            };
        }
    }

    /// <summary>True when the target, in absolute-form, has the scheme <c>https</c>.</summary>
    public bool TargetIsHttps => Form == TargetForm.Absolute && (Target[4] | 0x20) == 's';

    /// <summary>
    /// True when the client waits for <c>100 (Continue)</c> before it sends its body (RFC 9110 §10.1.1). An expectation in HTTP/1.0 is
    /// ignored, as it must be.
    /// </summary>
    public bool ExpectsContinue =>
        Version == ProtocolVersion.Http11
        && Fields.Present.Contains(KnownHeader.Expect)
        && Ascii.EqualsIgnoreCase(ValueOf(KnownHeader.Expect), "100-continue"u8);

    /// <summary>
    /// True when the client expects anything else, or more, than <c>100 (Continue)</c>: what nobody on the way understands is answered 417
    /// (RFC 9110 §10.1.1).
    /// </summary>
    public bool ExpectsUnknown =>
        Version == ProtocolVersion.Http11
        && Fields.Present.Contains(KnownHeader.Expect)
        && (Fields.Repeated.Contains(KnownHeader.Expect) || !ExpectsContinue);

    /// <summary>
    /// True when the client takes trailer fields behind the response's body: it sent <c>TE: trailers</c> (RFC 9110 §10.1.4). HTTP/1.0 has none.
    /// </summary>
    public bool AcceptsTrailers =>
        Fields.Present.Contains(KnownHeader.TE) && Version == ProtocolVersion.Http11 && AcceptedCodings.HasTrailers(this);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _parts = default;
        _methodStart = _methodLength = _targetStart = _targetLength = 0;
        Method = default;
    }

    internal void SetMethod(int start, int length, KnownMethod method)
    {
        _methodStart = start;
        _methodLength = length;
        Method = method;
    }

    internal void SetTarget(int start, int length)
    {
        _targetStart = start;
        _targetLength = length;
    }

    internal void SetParts(in TargetParts parts) => _parts = parts;

    /// <summary>
    /// <c>http://host?query</c> has no path, and origin-form begins with one: the slash and the query are put together behind the head's
    /// bytes, so that <see cref="Path"/> stays one span.
    /// </summary>
    internal void CompletePath()
    {
        if (_parts.PathLength == 0 || Slice(_parts.PathStart, 1)[0] != '?')
        {
            return;
        }

        int start = Gathered.Length;
        Append("/"u8);
        Append(Slice(_parts.PathStart, _parts.PathLength));
        _parts = _parts with { PathStart = start, PathLength = _parts.PathLength + 1 };
    }
}
