namespace Proxy.Host.Configuration.Shapes;

/// <summary>What a value of the file may be, told once to the schema and to the documentation.</summary>
internal abstract record ValueShape;
