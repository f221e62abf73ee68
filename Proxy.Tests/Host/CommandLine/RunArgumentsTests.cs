using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Host.CommandLine;

namespace Proxy.Tests.Host.CommandLine;

public class RunArgumentsTests
{
    [Test]
    public void Addresses_make_listeners_one_route_and_one_upstream()
    {
        var options = new RunArguments(["a:1", "unix:/b"], ["c:1", "http://d"], null, 4, TransportKind.Managed).ApplyTo(new());

        Assert.Multiple(() =>
        {
            Assert.That(options.Listeners.Select(listener => listener.Address), Is.EqualTo(new[] { "a:1", "unix:/b" }));
            Assert.That(options.Listeners.Select(listener => listener.Name), Is.Unique);
            Assert.That(options.Upstreams.Single().Endpoints, Is.EqualTo(new EndpointOptions[] { "c:1", "http://d" }));
            Assert.That(options.Routes.Single().Upstream, Is.EqualTo(options.Upstreams.Single().Name));
            Assert.That(options.Transport, Is.EqualTo(new TransportOptions { Threads = 4, Kind = TransportKind.Managed }));
            Assert.That(OptionsValidator.Validate(options), Is.Empty);
        });
    }

    [Test]
    public void Nobody_outside_reaches_a_proxy_that_was_not_told_where_to_listen()
    {
        var options = new RunArguments([], ["c:1"], null, null, null).ApplyTo(new());

        Assert.That(options.Listeners.Single().Address, Is.EqualTo("127.0.0.1:8080"));
    }

    [Test]
    public void What_is_typed_wins_over_the_file_and_the_rest_of_the_file_stands()
    {
        var file = new ProxyOptions
        {
            Listeners = [new() { Address = "a:1" }],
            Transport = new() { Threads = 8, Kind = TransportKind.Managed },
        };

        var options = new RunArguments([], [], "f", 2, null).ApplyTo(file);

        Assert.That(options, Is.EqualTo(file with { Transport = new() { Threads = 2, Kind = TransportKind.Managed } }));
    }
}
