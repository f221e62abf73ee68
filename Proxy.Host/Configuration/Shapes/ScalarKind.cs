namespace Proxy.Host.Configuration.Shapes;

/// <summary>What a single value is.</summary>
internal enum ScalarKind
{
    Text,
    WholeNumber,
    Boolean,

    /// <summary>A number of bytes, or a string such as <c>"32KiB"</c>.</summary>
    Size,

    /// <summary>A string such as <c>"250ms"</c>.</summary>
    Duration,

    /// <summary>A number from 0 to 1, as <c>0.1</c>.</summary>
    Share,

    /// <summary>Only the word <c>true</c>.</summary>
    True,
}
