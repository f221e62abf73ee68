namespace Proxy.Host.Control;

/// <summary>A running proxy cannot be asked; the message is a whole line for the operator.</summary>
internal sealed class ControlException(string message) : Exception(message);
