namespace Proxy.Core.Explaining;

/// <summary>What was to be explained is no request, or goes to a listener that is none; the message says what is wrong.</summary>
public sealed class ExplainException(string message) : Exception(message);
