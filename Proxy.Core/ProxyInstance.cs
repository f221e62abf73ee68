using Proxy.Core.Policies;

namespace Proxy.Core;

/// <summary>What a proxy keeps from its start to its end, whatever it is configured to meanwhile.</summary>
internal sealed class ProxyInstance
{
    /// <summary>Digits of <see cref="Id"/>.</summary>
    public const int IdLength = 8;

    /// <summary>Eight hexadecimal digits that tell it from every other instance, on this machine and elsewhere.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..IdLength];

    /// <summary>Makes the identifiers of its requests.</summary>
    public RequestIds RequestIds { get; } = new();
}
