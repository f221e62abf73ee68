using System.Reflection;
using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>
/// Every bound on time has a row of the table, or a test by name, which sees both that nothing happens a moment before and what happens then. Time is
/// injected in all of them.
/// </summary>
public sealed class BoundsOnTimeTests
{
    private static readonly Dictionary<string, string[]> Shown = new()
    {
        [nameof(TimeoutOptions.RequestHead)] =
        [
            "client, inside the request's head: falls silent", "client, inside the request's head: drips", "client, idle: says nothing",
        ],
        [nameof(TimeoutOptions.KeepAlive)] = ["client, idle: says nothing after a request"],
        [nameof(TimeoutOptions.ClientIdle)] =
        [
            "client, inside a body (length): silent for the time of one wait, without a least rate", "client, taking the response: stops taking it",
            "UpgradeTests.Half_closed_tunnel_is_not_held_for_long",
        ],
        [nameof(TimeoutOptions.DataRateGrace)] =
        [
            "client, inside a body (length): falls silent", "client, inside a body (chunked): drips", "LongLifeTests.Upload_is_held_to_its_rate",
            "LongLifeTests.Download_is_held_to_its_rate",
        ],
        [nameof(TimeoutOptions.UpstreamConnect)] = ["origin, connect: silent, GET"],
        [nameof(TimeoutOptions.UpstreamQueue)] = ["proxy, lease: no connection comes free"],
        [nameof(TimeoutOptions.UpstreamResponseHead)] =
        [
            "origin, request sent: silent, GET", "origin, inside the response's head: drips", "origin, behind an interim response: falls silent",
            "LongLifeTests.Long_poll_is_answered_after_55_s_again_and_again",
        ],
        [nameof(TimeoutOptions.UpstreamBodyIdle)] =
        [
            "origin, between head and body: falls silent, length", "origin, inside a body (chunked, to 1.1): falls silent",
            "origin, taking an upload: stops taking", "LongLifeTests.Events_every_50_s_for_3_h_all_arrive",
        ],
        [nameof(TimeoutOptions.UpstreamPoolIdle)] = ["UpstreamTests.Idle_connection_is_closed_after_60_s"],
        [nameof(TimeoutOptions.TunnelIdle)] = ["tunnel: both are silent", "UpgradeTests.Silence_ends_it_only_after_its_own_time"],
        [nameof(TimeoutOptions.Drain)] = ["StopTimeTests.Stop_waits_30_s_for_an_answer_and_no_longer"],
    };

    [Test]
    public void Every_bound_is_shown() =>
        Assert.That(Shown.Keys, Is.EquivalentTo(typeof(TimeoutOptions).GetProperties().Where(one => one.PropertyType == typeof(TimeSpan)).Select(one => one.Name)));

    [Test]
    public void What_shows_it_is_there()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes().SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"));
        var rows = FailureTable.Rows.Where(row => row.After > 0).Select(row => row.Name);
        Assert.That(Shown.Values.SelectMany(names => names), Is.SubsetOf(tests.Concat(rows)));
    }
}
