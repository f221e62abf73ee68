namespace Proxy.Benchmarks.Compare;

/// <summary>Ends one scenario: its numbers would not mean what the report says. The others go on.</summary>
internal sealed class ScenarioFailedException(string message) : Exception(message);
