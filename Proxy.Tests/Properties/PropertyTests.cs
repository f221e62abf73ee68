using NUnit.Framework;
using Proxy.Tests.Properties.Exchanges;
using Proxy.Tests.Properties.Mutation;
using Proxy.Tests.Properties.Targets;

namespace Proxy.Tests.Properties;

/// <summary>All properties over their corpora, and over mutations of them with a fixed seed. <c>./build.sh fuzz</c> goes on from here.</summary>
[TestFixture]
public sealed class PropertyTests
{
    private const int Seed = 91122;
    private const int PureRounds = 20_000;
    private const int ExchangeRounds = 12_000;

    [Test]
    public void Requests() => Check(new RequestProperty(), PureRounds);

    [Test]
    public void Responses() => Check(new ResponseProperty(), PureRounds);

    [Test]
    public void Chunked_bodies() => Check(new ChunkedProperty(), PureRounds);

    [Test]
    public async Task Exchanges_through_the_engine()
    {
        await using var runner = await ExchangeRunner.StartAsync();
        Check(new ExchangeProperty(runner), ExchangeRounds);
    }

    private static void Check(IProperty property, int rounds)
    {
        var corpus = CorpusFile.Load(property.Name);
        corpus.ForEach(input => CheckOne(property, input, "corpus"));
        var random = new Random(Seed);
        var mutator = new Mutator(random);
        for (var round = 0; round < rounds; round++)
        {
            CheckOne(property, mutator.Mutate(corpus[random.Next(corpus.Count)], corpus), $"seed {Seed}, round {round}");
        }
    }

    private static void CheckOne(IProperty property, byte[] input, string what)
    {
        try
        {
            property.Check(input);
        }
        catch (PropertyException exception)
        {
            Assert.Fail($"{exception.Message}\n{what}: {Escaped.Of(input)}");
        }
    }
}
