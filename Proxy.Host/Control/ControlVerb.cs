namespace Proxy.Host.Control;

/// <summary>One thing a running proxy can be asked or told: a path of the control socket and of the admin listener.</summary>
/// <param name="Name">The path without its slash, as in "status".</param>
/// <param name="Changes">It changes something: POST, and over the admin listener with the token. Else GET.</param>
/// <param name="RunAsync">Does it. What it is given ends when the proxy does.</param>
internal sealed record ControlVerb(string Name, bool Changes, Func<ControlRequest, CancellationToken, Task<ControlAnswer>> RunAsync)
{
    public string Path => $"/{Name}";

    public string Methods => Changes ? "POST" : "GET, HEAD";
}
