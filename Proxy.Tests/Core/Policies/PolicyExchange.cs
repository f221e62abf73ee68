using System.Buffers;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Tests.Properties.Model;

namespace Proxy.Tests.Core.Policies;

/// <summary>Exchanges as they are on the road behind step 5: the request read, a route taken.</summary>
internal static class PolicyExchange
{
    /// <summary>One request that takes a route; a route that does not match it fails the test.</summary>
    public static Exchange Of(string head, RouteOptions? route = null, string? response = null)
    {
        Assert.That(TryMake(Encoding.Latin1.GetBytes(head + "\r\n\r\n"), new RouteTable(new() { Routes = [route ?? new()] }, []), out var exchange));
        if (response is not null)
        {
            new ResponseParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(response + "\r\n\r\n")), KnownMethod.Get, exchange.Response);
            exchange.Status = exchange.Response.Status;
        }

        return exchange;
    }

    /// <summary>One request; false when it takes no route.</summary>
    public static bool TryMake(byte[] head, RouteTable routes, out Exchange exchange)
    {
        exchange = new Exchange();
        exchange.Begin(new NoClient { Request = exchange.Request }, RequestForwarder.Defaults, now: 0);
        var status = new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(head), exchange.Request);
        Assert.That(status, Is.EqualTo(ParseStatus.Complete));
        exchange.IsUnderstood = true;
        exchange.Client.Read(exchange.Request);
        if (!exchange.Path.TryRead(exchange.Request, allowsAmbiguous: false))
        {
            return false;
        }

        exchange.Route = routes.Match(exchange.Request, exchange.Path.Of(exchange.Request), ref exchange.Path.Captures);
        return exchange.Route is not null;
    }
}
