namespace Proxy.Host.Configuration;

/// <summary>What kind of JSON value a node is.</summary>
internal enum ConfigNodeKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}
