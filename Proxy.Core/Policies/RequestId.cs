using System.Buffers;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Http1.Messages;

namespace Proxy.Core.Policies;

/// <summary>The identifier of one request. Pooled with its exchange.</summary>
internal sealed class RequestId
{
    /// <summary>The longest that is taken from a trusted proxy.</summary>
    public const int MaxLength = 128;

    // Nothing that means something in a log, a shell, a query or a list.
    private static readonly SearchValues<byte> Allowed = SearchValues.Create("-._~+/=:@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private byte[] _text = [];
    private int _length;

    /// <summary>The identifier, found or made with the first call.</summary>
    /// <param name="peer">Who sent the request.</param>
    /// <param name="request">Its head; null where none was read whole.</param>
    public ReadOnlySpan<byte> Get(PeerIdentity peer, RequestHead? request)
    {
        if (_length == 0)
        {
            _text = _text.Length > 0 ? _text : new byte[MaxLength];
            Find(peer, request);
        }

        return _text.AsSpan(0, _length);
    }

    /// <summary>The identifier, where somebody has asked for it.</summary>
    public ReadOnlySpan<byte> Known => _text.AsSpan(0, _length);

    public void Reset() => _length = 0;

    private void Find(PeerIdentity peer, RequestHead? request)
    {
        var policy = peer.Policy;
        if (policy.Options.RequestId == RequestIdMode.Pass && peer.IsTrusted && request is not null && TryFind(request, policy, out var sent))
        {
            sent.CopyTo(_text);
            _length = sent.Length;
            return;
        }

        policy.RequestIds.Write(_text);
        _length = RequestIds.Length;
    }

    // The only one there is, if it can be one.
    private static bool TryFind(RequestHead request, IdentityPolicy policy, out ReadOnlySpan<byte> sent)
    {
        sent = default;
        var count = 0;
        for (var i = 0; i < request.Fields.Count; i++)
        {
            var isIt = policy.ForeignIdName is { } name
                ? request.Fields[i].Known == KnownHeader.None && Ascii.EqualsIgnoreCase(request.NameOf(i), name)
                : request.Fields[i].Known == KnownHeader.XRequestId;
            if (isIt)
            {
                sent = request.ValueOf(i);
                count++;
            }
        }

        return count == 1 && sent.Length is > 0 and <= MaxLength && !sent.ContainsAnyExcept(Allowed);
    }
}
