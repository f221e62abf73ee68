namespace Proxy.Core.Configuration;

/// <summary>What an origin is told of a request's client in one family of fields.</summary>
public enum IdentityFieldMode
{
    /// <summary>What came is dropped, whoever sent it; ours says who the client is, as far as that is believed.</summary>
    Set,

    /// <summary>From a trusted proxy the list of who came before is kept, and that proxy put behind it. From anybody else as <see cref="Set"/>.</summary>
    Append,

    /// <summary>None of these fields reaches an origin, whoever sent them.</summary>
    Off,
}
