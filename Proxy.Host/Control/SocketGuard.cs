namespace Proxy.Host.Control;

/// <summary>Who may open the control socket may do everything: its file's mode is the guard.</summary>
internal sealed class SocketGuard : IControlGuard
{
    public static SocketGuard Instance { get; } = new();

    public ControlAnswer? Check(ControlRequest request, ControlVerb? verb) => null;
}
