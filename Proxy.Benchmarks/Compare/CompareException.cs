namespace Proxy.Benchmarks.Compare;

/// <summary>Ends the whole comparison; the message is one line for the user and says what to do.</summary>
internal sealed class CompareException(string message) : Exception(message);
