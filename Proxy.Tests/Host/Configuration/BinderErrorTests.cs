using NUnit.Framework;

namespace Proxy.Tests.Host.Configuration;

/// <summary>Every kind of error, each with its place in the file.</summary>
public class BinderErrorTests
{
    [TestCase("\"limit\": {}", "limit: unknown key \"limit\"; did you mean \"limits\"?")]
    [TestCase("\"Limits\": {}", "Limits: unknown key \"Limits\"; did you mean \"limits\"?")]
    [TestCase("\"limits\": []", "limits: an object { … } is needed, found an array")]
    [TestCase("\"limits\": null", "limits: an object { … } is needed, found null")]
    [TestCase("\"limits\": { \"maxFields\": \"5\" }", "limits.maxFields: a whole number is needed, found the string \"5\"")]
    [TestCase("\"limits\": { \"maxFields\": 1.5 }", "limits.maxFields: a whole number is needed, found 1.5")]
    [TestCase("\"limits\": { \"maxFields\": true }", "limits.maxFields: a whole number is needed, found true")]
    [TestCase("\"limits\": { \"maxFields\": null }", "limits.maxFields: a whole number is needed, found null")]
    [TestCase("\"limits\": { \"maxFields\": 3000000000 }", "limits.maxFields: 3000000000 is out of range: at most 2147483647 is allowed")]
    [TestCase("\"limits\": { \"maxFields\": 0 }", "limits.maxFields: 0 is out of range: 1 to 1000 is allowed")]
    [TestCase("\"limits\": { \"maxFields\": -1 }", "limits.maxFields: -1 is out of range: 1 to 1000 is allowed")]
    [TestCase("\"limits\": { \"maxHeaderBytes\": \"64KiB\" }", "limits.maxHeaderBytes: 64KiB is out of range: 256B to 32KiB is allowed")]
    [TestCase("\"limits\": { \"maxHeaderBytes\": \"4GiB\" }", "limits.maxHeaderBytes: 4GiB is out of range: at most 2147483647 is allowed")]
    [TestCase(
        "\"limits\": { \"maxHeaderBytes\": \"32KB\" }",
        "limits.maxHeaderBytes: a size is needed, a number of bytes or a string like \"32KiB\", \"1MiB\"; found the string \"32KB\"; did you mean \"32KiB\"?")]
    [TestCase(
        "\"timeouts\": { \"drain\": 5 }",
        "timeouts.drain: a duration is needed, a string like \"250ms\", \"5s\", \"2m\", \"1h\"; found 5; did you mean \"5s\"?")]
    [TestCase(
        "\"timeouts\": { \"drain\": \"5\" }",
        "timeouts.drain: a duration is needed, a string like \"250ms\", \"5s\", \"2m\", \"1h\"; found the string \"5\"; did you mean \"5s\"?")]
    [TestCase("\"timeouts\": { \"drain\": \"25h\" }", "timeouts.drain: 25h is out of range: 1ms to 24h is allowed")]
    [TestCase("\"timeouts\": { \"drain\": \"90000500ms\" }", "timeouts.drain: 90000500ms is out of range: 1ms to 24h is allowed")]
    [TestCase("\"timeouts\": { \"drain\": \"0s\" }", "timeouts.drain: 0ms is out of range: 1ms to 24h is allowed")]
    [TestCase("\"requests\": { \"underscoreNames\": \"dorp\" }", "requests.underscoreNames: no rule is named \"dorp\"; did you mean \"drop\"?")]
    [TestCase("\"requests\": { \"forwardTrace\": \"yes\" }", "requests.forwardTrace: true or false is needed, found the string \"yes\"")]
    [TestCase("\"identity\": { \"xForwarded\": \"appned\" }", "identity.xForwarded: no mode is named \"appned\"; did you mean \"append\"?")]
    [TestCase("\"identity\": { \"via\": 1 }", "identity.via: a string is needed, found 1")]
    [TestCase("\"identity\": { \"via\": \"a b\" }", "identity.via: \"a b\": a token is needed, at most 64 characters; null for none")]
    [TestCase("\"identity\": { \"requestIdHeader\": \"X Id\" }", "identity.requestIdHeader: \"X Id\" is no name of a header, or longer than 64")]
    [TestCase("\"identity\": { \"requestIdHeader\": \"host\" }", "identity.requestIdHeader: \"host\" has a meaning of its own")]
    [TestCase("\"identity\": { \"requestIdHeader\": \"X-Forwarded-Id\" }", "identity.requestIdHeader: \"X-Forwarded-Id\" has a meaning of its own")]
    [TestCase(
        "\"trustedProxies\": [ \"::1\", \"10.0.0.1/8\" ]",
        "trustedProxies[1]: \"10.0.0.1/8\" has bits behind its prefix; did you mean \"10.0.0.0/8\"?")]
    [TestCase(
        "\"trustedProxies\": [ \"Unix\" ]",
        "trustedProxies[0]: \"Unix\" is no address: 10.0.0.0/8, 192.0.2.1 or 2001:db8::/32 is needed; did you mean \"unix\"?")]
    [TestCase("\"transport\": \"epol\"", "transport: no transport is named \"epol\"; did you mean \"epoll\"?")]
    [TestCase("\"transport\": 1", "transport: a string is needed, found 1")]
    [TestCase("\"threads\": 0", "threads: 0 is out of range: 1 to 256 is allowed")]
    [TestCase("\"threads\": 1, \"threads\": 2", "threads: the key \"threads\" is given twice, first at f:1:3")]
    [TestCase("\"cache\": {}", "cache: \"cache\" is not supported by this version")]
    [TestCase("\"admin\": {}", "admin.address: this key is required")]
    [TestCase("\"admin\": { \"address\": \"here\" }", "admin.address: \"here\" is no address: host:port is needed, as in 127.0.0.1:8080, [::1]:8080, *:8080 or unix:/run/app.sock")]
    [TestCase("\"admin\": { \"address\": \"127.0.0.1:8080\" }", "admin.address: 127.0.0.1:8080 is already taken by listener \"web\"")]
    [TestCase(
        "\"admin\": { \"address\": \"127.0.0.1:1\", \"token\": \"secret\" }",
        "admin.token: at least 16 characters of visible ASCII without spaces are needed, for example the output of \"openssl rand -hex 32\"")]
    [TestCase(
        "\"admin\": { \"address\": \"127.0.0.1:1\", \"hosts\": [ \"a.example\", \"a.example:1\" ] }",
        "admin.hosts[1]: \"a.example:1\" is no name of a host; a name or an address without port is needed")]
    [TestCase("\"control\": { \"socket\": 1 }", "control.socket: a string is needed, found 1")]
    [TestCase("\"control\": { \"socket\": \"a.sock\" }", "control.socket: \"a.sock\": the path of a Unix socket has to be absolute, as in unix:/run/app.sock")]
    [TestCase("\"reload\": { \"watch\": 1 }", "reload.watch: true or false is needed, found 1")]
    [TestCase("\"accessLog\": true", "accessLog: an object { … } is needed, found true")]
    [TestCase("\"accessLog\": { \"format\": \"jason\" }", "accessLog.format: no format is named \"jason\"; did you mean \"json\"?")]
    [TestCase("\"accessLog\": { \"path\": \"\" }", "accessLog.path: a file's name is needed, or \"-\" for standard output")]
    [TestCase("\"accessLog\": { \"bufferBytes\": \"1KiB\" }", "accessLog.bufferBytes: 1KiB is out of range: 32KiB to 16MiB is allowed")]
    [TestCase("\"accessLog\": { \"flushInterval\": \"2m\" }", "accessLog.flushInterval: 2m is out of range: 1ms to 1m is allowed")]
    public void Of_the_whole_file(string keys, string error) =>
        Assert.That(Strip(ConfigurationSamples.Errors(ConfigurationSamples.With(keys))), Is.EqualTo(new[] { error }));

    [TestCase("\"web\": {}", "listeners.web.address: this key is required")]
    [TestCase("\"web\": { \"adress\": \"a:1\" }", "listeners.web.adress: unknown key \"adress\"; did you mean \"address\"?")]
    [TestCase("\"web\": { \"address\": \"a:1\", \"tls\": {} }", "listeners.web.tls: \"tls\" is not supported by this version")]
    [TestCase("\"web\": { \"address\": \"a:1\", \"x\": {} }", "listeners.web.x: unknown key \"x\"; known are \"address\", \"backlog\"")]
    [TestCase("\"web\": { \"address\": \"a:1\" }, \"web\": { \"address\": \"a:2\" }", "listeners.web: the key \"web\" is given twice, first at f:1:18")]
    [TestCase("\"web\": \"a:1\"", "listeners.web: an object { … } is needed, found the string \"a:1\"")]
    [TestCase("\"\": { \"address\": \"a:1\" }", "listeners.: a name may not be empty")]
    [TestCase(
        "\"a\": { \"address\": \"a:1\" }, \"b\": { \"address\": \"a:1\" }",
        "listeners.b.address: a:1 is already taken by listener \"a\" (listeners.a.address, f:1:36)")]
    [TestCase(
        "\"a\": { \"address\": \"*:8080\" }, \"b\": { \"address\": \"127.0.0.1:8080\" }",
        "listeners.b.address: 127.0.0.1:8080 cannot be opened beside *:8080, which is taken by listener \"a\" (listeners.a.address, f:1:36)")]
    [TestCase("", "listeners: at least one listener is needed, for example { \"web\": { \"address\": \"127.0.0.1:8080\" } }")]
    public void Of_a_listener(string listeners, string error) => Assert.That(
        ErrorsWithout("\"web\": { \"address\": \"127.0.0.1:8080\" }", listeners),
        Is.EqualTo(new[] { error }));

    [TestCase("{ \"upstream\": \"stie\" }", "routes[0].upstream: no upstream is named \"stie\"; did you mean \"site\"?")]
    [TestCase("{ \"upstream\": 1 }", "routes[0].upstream: a string is needed, found 1")]
    [TestCase("{}", "routes[0].upstream: who answers? \"upstream\", \"split\", \"redirect\" or \"respond\" is needed")]
    [TestCase("\"site\"", "routes[0]: an object { … } is needed, found the string \"site\"")]
    [TestCase("{ \"upstream\": \"site\", \"cache\": {} }", "routes[0].cache: \"cache\" is not supported by this version")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"v1\" }", "routes[0].path: \"v1\": a path begins with \"/\"")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"/a*\" }", "routes[0].path: \"/a*\": \"*\" is a segment of its own, as in \"/v1/*\"")]
    [TestCase(
        "{ \"upstream\": \"site\", \"path\": \"/a/*/b\" }",
        "routes[0].path: \"/a/*/b\": \"*\" may only be the last segment, as in \"/v1/*\"; one segment is \"{name}\"")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"/v{n}/a\" }", "routes[0].path: \"v{n}\": a capture is a whole segment, as in \"/users/{id}\"")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"/{a}/{a}\" }", "routes[0].path: the capture \"a\" is there twice")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"/{rest}/*\" }", "routes[0].path: the capture \"rest\" is there twice")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"/a/../b\" }", "routes[0].path: \"..\" never matches: paths are compared without dot segments")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"/a?b\" }", "routes[0].path: \"/a?b\": a path has no query; \"query\" is a condition of its own")]
    [TestCase("{ \"upstream\": \"site\", \"path\": \"/a%20b\" }", "routes[0].path: \"/a%20b\": write the path decoded, it is compared with the decoded path")]
    [TestCase(
        "{ \"upstream\": \"site\", \"hosts\": [ \"a:80\" ] }",
        "routes[0].hosts[0]: \"a:80\": leave the port out, it is not compared; an IPv6 address stands in brackets")]
    [TestCase("{ \"upstream\": \"site\", \"hosts\": [ \"a.*.b\" ] }", "routes[0].hosts[0]: \"a.*.b\": \"*\" stands at the beginning only, as in \"*.example.org\"")]
    [TestCase("{ \"upstream\": \"site\", \"hosts\": [ \"*\" ] }", "routes[0].hosts[0]: \"*\": \"*\" stands at the beginning only, as in \"*.example.org\"")]
    [TestCase("{ \"upstream\": \"site\", \"hosts\": [ \"\" ] }", "routes[0].hosts[0]: \"\" is no host name; for any host leave \"hosts\" out")]
    [TestCase("{ \"upstream\": \"site\", \"hosts\": \"a\" }", "routes[0].hosts: an array [ … ] is needed, found the string \"a\"")]
    [TestCase("{ \"upstream\": \"site\", \"methods\": [ \"get\" ] }", "routes[0].methods[0]: \"get\": methods are case-sensitive; did you mean \"GET\"?")]
    [TestCase("{ \"upstream\": \"site\", \"methods\": [ \"G T\" ] }", "routes[0].methods[0]: \"G T\" is no method")]
    [TestCase("{ \"upstream\": \"site\", \"headers\": { \"X A\": true } }", "routes[0].headers.X A: \"X A\" is no name of a header")]
    [TestCase("{ \"upstream\": \"site\", \"query\": { \"a\": 1 } }", "routes[0].query.a: a string is needed, or true for any value; found 1")]
    [TestCase("", "routes: at least one route is needed, for example { \"upstream\": \"site\" }")]
    [TestCase("{ \"upstream\": \"site\", \"split\": { \"upstreams\": { \"site\": 1 } } }", "routes[0].split: excludes \"upstream\": a route has one answer")]
    [TestCase("{ \"split\": {} }", "routes[0].split.upstreams: this key is required")]
    [TestCase("{ \"split\": { \"upstreams\": [] } }", "routes[0].split.upstreams: an object { \"upstream\": weight } is needed, found an array")]
    [TestCase("{ \"split\": { \"upstreams\": { \"stie\": 1 } } }", "routes[0].split.upstreams.stie: no upstream is named \"stie\"; did you mean \"site\"?")]
    [TestCase("{ \"split\": { \"upstreams\": { \"site\": 1001 } } }", "routes[0].split.upstreams.site: 1001 is out of range: 0 to 1000 is allowed")]
    [TestCase("{ \"split\": { \"upstreams\": { \"site\": \"all\" } } }", "routes[0].split.upstreams.site: a whole number is needed, found the string \"all\"")]
    [TestCase(
        "{ \"split\": { \"upstreams\": { \"site\": 0 } } }",
        "routes[0].split.upstreams: no upstream has a weight above 0, for example { \"api\": 95, \"api-canary\": 5 }")]
    [TestCase(
        "{ \"split\": { \"upstreams\": { \"site\": 1 }, \"stickyBy\": \"user\" } }",
        "routes[0].split.stickyBy: \"user\" is the same for every request; a variable is needed, as in \"{cookie.user}\"")]
    [TestCase(
        "{ \"split\": { \"upstreams\": { \"site\": 1 }, \"stickyBy\": \"{endpoint}\" } }",
        "routes[0].split.stickyBy: \"{endpoint}\": neither upstream nor endpoint is known before they are chosen")]
    [TestCase(
        "{ \"split\": { \"upstreams\": { \"site\": 1 }, \"stickyBy\": \"{hsot}\" } }",
        "routes[0].split.stickyBy: no variable is named \"hsot\"; did you mean \"host\"? (a literal brace is written \"{{\")")]
    [TestCase("{ \"upstream\": \"site\", \"mirror\": {} }", "routes[0].mirror.upstream: this key is required")]
    [TestCase("{ \"upstream\": \"site\", \"mirror\": { \"upstream\": \"sit\" } }", "routes[0].mirror.upstream: no upstream is named \"sit\"; did you mean \"site\"?")]
    [TestCase("{ \"upstream\": \"site\", \"mirror\": { \"upstream\": \"site\", \"percent\": 101 } }", "routes[0].mirror.percent: 101 is out of range: 0 to 100 is allowed")]
    [TestCase(
        "{ \"redirect\": { \"to\": \"/\" }, \"mirror\": { \"upstream\": \"site\" } }",
        "routes[0].mirror: only a request that goes to an upstream is copied")]
    [TestCase("{ \"upstream\": \"site\", \"timeouts\": { \"tunnelIdle\": \"25h\" } }", "routes[0].timeouts.tunnelIdle: 25h is out of range: 1ms to 24h is allowed")]
    [TestCase("{ \"upstream\": \"site\", \"timeouts\": { \"drain\": \"1s\" } }", "routes[0].timeouts.drain: unknown key \"drain\"; known are \"upstreamConnect\", \"upstreamQueue\", \"upstreamResponseHead\", \"upstreamBodyIdle\", \"tunnelIdle\"")]
    [TestCase("{ \"upstream\": \"site\", \"maxRequestBodyBytes\": -1 }", "routes[0].maxRequestBodyBytes: -1B is out of range: at least 0 is allowed")]
    [TestCase("{ \"upstream\": \"site\", \"buffering\": { \"response\": \"65MiB\" } }", "routes[0].buffering.response: 65MiB is out of range: 0 to 64MiB is allowed")]
    [TestCase("{ \"upstream\": \"site\", \"buffering\": true }", "routes[0].buffering: an object { … } is needed, found true")]
    public void Of_a_route(string routes, string error) => Assert.That(
        ErrorsWithout("{ \"upstream\": \"site\" }", routes),
        Is.EqualTo(new[] { error }));

    [TestCase("\"endpoints\": []", "upstreams.site.endpoints: at least one endpoint is needed, for example \"127.0.0.1:9001\"")]
    [TestCase("\"endpoints\": \"a:1\"", "upstreams.site.endpoints: an array [ … ] is needed, found the string \"a:1\"")]
    [TestCase("", "upstreams.site.endpoints: this key is required")]
    [TestCase("\"endpoints\": [ 5 ]", "upstreams.site.endpoints[0]: an address or an object { \"address\": … } is needed, found 5")]
    [TestCase("\"endpoints\": [ { \"weight\": 1 } ]", "upstreams.site.endpoints[0].address: this key is required")]
    [TestCase(
        "\"endpoints\": [ 5, { \"address\": \"a:1\", \"weight\": 0 } ]",
        "upstreams.site.endpoints[0]: an address or an object { \"address\": … } is needed, found 5",
        "upstreams.site.endpoints[1].weight: 0 is out of range: 1 to 1000 is allowed")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"retry\": { \"attempts\": 11 }", "upstreams.site.retry.attempts: 11 is out of range: 1 to 10 is allowed")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"retry\": { \"on\": [ \"resett\" ] }", "upstreams.site.retry.on[0]: no condition is named \"resett\"; did you mean \"reset\"?")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"retry\": { \"statuses\": [ 503, 200 ] }", "upstreams.site.retry.statuses[1]: 200 is out of range: 400 to 599 is allowed")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"retry\": { \"backOff\": { \"max\": \"5ms\" } }", "upstreams.site.retry.backOff.max: is shorter than \"base\"")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"retry\": { \"budget\": { \"percent\": 901 } }", "upstreams.site.retry.budget.percent: 901 is out of range: 0 to 900 is allowed")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"retry\": 2", "upstreams.site.retry: an object { … } is needed, found 2")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"proxyProtocol\": \"v3\"", "upstreams.site.proxyProtocol: no version is named \"v3\"; did you mean \"v1\"?")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"sourceAddress\": \"eth0\"", "upstreams.site.sourceAddress: \"eth0\" is no address to connect from: one of this machine is needed, as in 10.0.0.9 or 2001:db8::9, without a port")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"tcpKeepAlive\": 60", "upstreams.site.tcpKeepAlive: a duration, an object { \"idle\": … } or null is needed, found 60")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"tcpKeepAlive\": \"60\"", "upstreams.site.tcpKeepAlive: a duration is needed, a string like \"250ms\", \"5s\", \"2m\", \"1h\"; found the string \"60\"; did you mean \"60s\"?")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"tcpKeepAlive\": \"10ms\"", "upstreams.site.tcpKeepAlive.idle: 10ms is out of range: 1s to 9h is allowed")]
    [TestCase(
        "\"endpoints\": [ \"a:1\" ], \"balance\": \"leastRequest\"",
        "upstreams.site.balance: no algorithm is named \"leastRequest\"; did you mean \"leastRequests\"?")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"hash\": {}", "upstreams.site.hash: belongs to \"balance\": \"consistentHash\"")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"sticky\": {}", "upstreams.site.sticky.cookie: this key is required")]
    [TestCase(
        "\"endpoints\": [ \"a:1\" ], \"sticky\": { \"cookie\": \"lb\", \"secret\": \"too short\" }",
        "upstreams.site.sticky.secret: at least 16 characters are needed, so that nobody can guess it")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"healthCheck\": true", "upstreams.site.healthCheck: an object { … } is needed, found true")]
    [TestCase(
        "\"endpoints\": [ \"a:1\" ], \"healthCheck\": { \"expect\": [ 200, \"2x\", \"6xx\", 1000 ] }",
        "upstreams.site.healthCheck.expect[1]: a status is needed, as in 200, \"2xx\" or \"200-204\"; found the string \"2x\"",
        "upstreams.site.healthCheck.expect[2]: 6xx is out of range: codes from 200 to 599 are allowed, the lower one first",
        "upstreams.site.healthCheck.expect[3]: a status is needed, as in 200, \"2xx\" or \"200-204\"; found 1000")]
    [TestCase(
        "\"endpoints\": [ \"a:1\" ], \"healthCheck\": { \"jitter\": \"10%\" }",
        "upstreams.site.healthCheck.jitter: a share from 0 to 1 is needed, as in 0.1, or a duration like \"500ms\"; found the string \"10%\"")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"healthCheck\": { \"jitter\": 1.5 }", "upstreams.site.healthCheck.jitter: 1.5 is out of range: a share from 0 to 1 is allowed")]
    [TestCase("\"endpoints\": [ \"a:1\" ], \"healthCheck\": { \"port\": 0 }", "upstreams.site.healthCheck.port: 0 is out of range: 1 to 65535 is allowed")]
    public void Of_an_upstream(string keys, params string[] errors) => Assert.That(
        ErrorsWithout("\"endpoints\": [ \"127.0.0.1:9001\" ]", keys),
        Is.EqualTo(errors));

    [Test]
    public void Mistakes_of_a_key_are_told_beside_a_misspelt_one_like_it() => Assert.That(
        Strip(ConfigurationSamples.Errors(ConfigurationSamples.With("\"limits\": { \"maxFields\": 0 }, \"limit\": {}"))),
        Is.EquivalentTo(new[]
        {
            "limit: unknown key \"limit\"; did you mean \"limits\"?",
            "limits.maxFields: 0 is out of range: 1 to 1000 is allowed",
        }));

    [TestCase("5")]
    [TestCase("[]")]
    [TestCase("\"x\"")]
    public void A_file_that_is_no_object_has_one_error(string text) =>
        Assert.That(ConfigurationSamples.Errors(text), Has.One.Items.And.All.StartsWith("1:1: an object { … } is needed, found "));

    // Leaves the path and the message.
    private static IEnumerable<string> Strip(IEnumerable<string> errors) => errors.Select(error => error.Split(": ", 2)[1]);

    // The errors of the smallest file with one part of it replaced.
    private static IEnumerable<string> ErrorsWithout(string part, string replacement) =>
        Strip(ConfigurationSamples.Errors(ConfigurationSamples.Smallest.Replace(part, replacement, StringComparison.Ordinal)));
}
