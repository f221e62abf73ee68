using Proxy.Core.Upstreams;
using Proxy.Host.CommandLine;
using Proxy.Host.Reloading;

namespace Proxy.Host.Control;

/// <summary>The table of all verbs. A new one is a line here.</summary>
internal sealed class ControlVerbs
{
    private readonly Dictionary<string, ControlVerb> _verbs;

    /// <param name="status">Writes the state of the proxy.</param>
    /// <param name="reloader">Reloads it.</param>
    /// <param name="upstreams">Shows and changes its upstreams.</param>
    public ControlVerbs(StatusReport status, Reloader reloader, UpstreamControl upstreams)
    {
        ControlVerb[] verbs =
        [
            new("status", Changes: false, (_, _) => Task.FromResult(ControlAnswer.Of(200, status.Write))),
            new("healthz", Changes: false, (_, _) => Task.FromResult(ControlAnswer.Of(200, json => json.WriteString("state", "running")))),
            new("reload", Changes: true, (_, stop) => ReloadAsync(reloader, stop)),
            .. UpstreamVerbs.Of(upstreams),
        ];
        _verbs = verbs.ToDictionary(verb => verb.Path);
    }

    /// <summary>Answers a request that the guard lets pass.</summary>
    public async Task<ControlAnswer> AnswerAsync(ControlRequest request, IControlGuard guard, CancellationToken cancellationToken)
    {
        var verb = _verbs.GetValueOrDefault(request.Path);
        if (guard.Check(request, verb) is { } refusal)
        {
            return refusal;
        }

        if (verb is null)
        {
            return ControlAnswer.Refuse(404, $"there is no {request.Path}; known are {string.Join(", ", _verbs.Keys)}, in proxy {PrintVersion.Version}");
        }

        var isAllowed = verb.Changes ? request.Method == "POST" : request.Method == "GET" || request.IsHead;
        return isAllowed
            ? await verb.RunAsync(request, cancellationToken)
            : ControlAnswer.Refuse(405, $"{verb.Path} takes {verb.Methods}") with { Field = $"Allow: {verb.Methods}\r\n" };
    }

    // The proxy's end does not wait for a file.
    private static async Task<ControlAnswer> ReloadAsync(Reloader reloader, CancellationToken stop)
    {
        var outcome = await reloader.ReloadAsync("control").WaitAsync(stop);
        return ControlAnswer.Of(outcome.Succeeded ? 200 : 422, json => StatusReport.WriteOutcome(json, outcome));
    }
}
