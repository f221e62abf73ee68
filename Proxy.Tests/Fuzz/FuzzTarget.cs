using Proxy.Tests.Properties;
using Proxy.Tests.Properties.Exchanges;
using Proxy.Tests.Properties.Targets;

namespace Proxy.Fuzz;

/// <summary>A property with whatever has to run for it.</summary>
internal sealed class FuzzTarget : IDisposable
{
    private readonly ExchangeRunner? _runner;

    private FuzzTarget(IProperty property, ExchangeRunner? runner) => (Property, _runner) = (property, runner);

    public IProperty Property { get; }

    /// <summary>Other threads than the caller's run the product's code too.</summary>
    public bool HasThreads => _runner is not null;

    public static FuzzTarget Start(string name)
    {
        var runner = name == "exchange" ? ExchangeRunner.StartAsync().GetAwaiter().GetResult() : null;
        IProperty property = name switch
        {
            "request" => new RequestProperty(),
            "response" => new ResponseProperty(),
            "chunked" => new ChunkedProperty(),
            _ => new ExchangeProperty(runner!),
        };
        return new FuzzTarget(property, runner);
    }

    public void Dispose()
    {
        try
        {
            _runner?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            // After a failure something may be left; the failure itself was written down.
            Console.Error.WriteLine($"fuzz: {exception.Message}");
        }
    }
}
