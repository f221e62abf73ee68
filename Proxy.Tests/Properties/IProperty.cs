namespace Proxy.Tests.Properties;

/// <summary>What holds for every input of a kind, whatever its bytes.</summary>
internal interface IProperty
{
    /// <summary>The kind of input; its corpus has the same name.</summary>
    string Name { get; }

    /// <summary>Checks one input.</summary>
    /// <exception cref="PropertyException">It does not hold.</exception>
    void Check(byte[] input);
}
