namespace Proxy.Host.Explaining;

/// <summary>How a text looks on a terminal that has colors.</summary>
internal enum TextStyle
{
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
    Warning,
    Key,
}
