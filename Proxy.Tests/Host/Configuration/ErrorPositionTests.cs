using NUnit.Framework;

namespace Proxy.Tests.Host.Configuration;

public class ErrorPositionTests
{
    [Test]
    public void All_errors_come_at_once_in_the_order_of_the_file()
    {
        const string text = """
            {
              "upstreams": { "é.1": { "endpoints": [ "nowhere" ] },
                             "é": { "endpoints": [ { "address": "a:1", "weight": 0 } ], "wait": 1 } },
              "listeners": { "web": { "address": "a:1" } },
              "routes": [ { "upstream": "stie" } ],
              "timeouts": { "drain": "never", "keepAlive": "0s" }
            }
            """;

        Assert.That(ConfigurationSamples.Errors(text).Select(error => string.Join(": ", error.Split(": ")[..2])), Is.EqualTo(new[]
        {
            "2:42: upstreams.é.1.endpoints[0].address",
            "3:70: upstreams.é.endpoints[0].weight",
            "3:77: upstreams.é.wait",
            "5:29: routes[0].upstream",
            "6:26: timeouts.drain",
            "6:48: timeouts.keepAlive",
        }));
    }

    [Test]
    public void What_is_missing_is_shown_at_what_should_hold_it()
    {
        Assert.That(
            ConfigurationSamples.Errors("\n  { \"listeners\": {},\n  \"upstreams\": { \"a\": {} } }"),
            Is.EqualTo(new[]
            {
                "2:3: routes: at least one route is needed, for example { \"upstream\": \"site\" }",
                "2:18: listeners: at least one listener is needed, for example { \"web\": { \"address\": \"127.0.0.1:8080\" } }",
                "3:23: upstreams.a.endpoints: this key is required",
            }));
    }

    [Test]
    public void A_key_in_error_is_shown_at_the_key()
    {
        var text = ConfigurationSamples.With("\"threads\": 1,\n   \"threads\": 2");

        Assert.That(ConfigurationSamples.Errors(text).Single(), Does.StartWith("2:4: threads"));
    }
}
