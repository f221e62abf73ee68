using System.Text;
using Proxy.Core.Transport.Linux;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What only a client does.</summary>
internal static class ClientActs
{
    /// <summary>The request has reached an origin.</summary>
    public static readonly Act Reached = Acts.Until(run => run.CountSent() > 0, "the request reaches an origin");

    /// <summary>The origin has taken what was sent of the body.</summary>
    public static readonly Act Uploaded = Acts.Until(run => run.HasTaken, "the upload reaches the origin");

    /// <summary>What was sent has reached the proxy, which holds it.</summary>
    public static readonly Act Arrived = Acts.Until(run => run.Proxy.Statistics.BuffersInUse > 0, "it arrives");

    /// <summary>The proxy has accepted the connection.</summary>
    public static readonly Act Accepted = Acts.Until(run => run.Proxy.Statistics.ConnectionsAccepted > 0, "the connection is accepted");

    /// <summary>The request waits behind another.</summary>
    public static readonly Act Queuing = Acts.Until(run => run.Proxy.Statistics.Requests == 2, "the request waits");

    /// <summary>As much has come as the client's buffer takes: nothing moves any more.</summary>
    public static readonly Act Filled = Acts.Until(run => run.IsStalled, "nothing more is taken");

    /// <summary>What comes from now on is the answer.</summary>
    public static readonly Act NewReader = (run, _) =>
    {
        run.ReadAnew();
        return Task.CompletedTask;
    };

    /// <summary>The proxy waits for a connection to an origin.</summary>
    public static readonly Act Connecting = Acts.Until(run => run.Proxy.Statistics.UpstreamConnects > 0, "a connection is being opened");

    /// <summary>The proxy has closed its connection to the origin.</summary>
    public static readonly Act Noticed = Acts.Until(run => run.Proxy.Statistics.UpstreamOpen == 0, "the proxy notices");

    /// <summary>Sends a request that the proxy has had before, and another one since.</summary>
    public static readonly Act SendAgain = (run, wire) =>
        wire.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 {Encoding.ASCII.GetString(run.Proxy.Server.Workers[0].Snapshot.Identity.Pseudonym)}, 1.0 fred\r\n\r\n");

    /// <summary>The proxy stops, and does not wait.</summary>
    public static readonly Act StopProxy = (run, wire) =>
    {
        _ = run.Proxy.Server.StopAsync(new CancellationToken(canceled: true));
        return Task.CompletedTask;
    };

    /// <summary>Gets some of the response and waits.</summary>
    public static Act Hear(string text) => async (run, _) =>
    {
        await run.Reader.HearAsync(text);
        run.HasHeard = true;
    };

    /// <summary>Sends something while this process may open no descriptor.</summary>
    public static Act SendWithoutDescriptors(string text) => async (run, wire) =>
    {
        var before = LimitDescriptors(3);
        try
        {
            await wire.SendAsync(text);
            await run.Proxy.UntilAsync(now => now.Errors.Count > 0, "it fails");
        }
        finally
        {
            LimitDescriptors(before);
        }
    };

    private static unsafe nuint LimitDescriptors(nuint soft)
    {
        LibC.ResourceLimit limit;
        _ = LibC.getrlimit(LibC.RLIMIT_NOFILE, &limit);
        var changed = limit with { Soft = soft };
        _ = LibC.setrlimit(LibC.RLIMIT_NOFILE, &changed);
        return limit.Soft;
    }
}
