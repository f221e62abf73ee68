using System.Text.Json.Nodes;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Host.Configuration.Shapes;

namespace Proxy.Tests.Host.Configuration.Documentation;

public class SchemaWriterTests
{
    // No key has it, as the dots and slashes of names and paths.
    private const char Below = '\t';

    private static readonly string[] Values =
        ["null", "true", "false", "5", "-1", "0.5", "3000000000", "\"x\"", "\"5s\"", "\"5KiB\"", "\"keep\"", "\"auto\"", "[]", "[ 1 ]", "[ \"x\" ]", "{}", "{ \"x\": 1 }"];

    private static readonly string[] Samples = [ConfigurationSamples.EveryKey, ConfigurationSamples.EveryAction];

    [Test]
    public void The_schema_is_one() => Assert.That(SchemaCheck.ProblemsOfSchema(), Is.Empty);

    [TestCase(ConfigurationSamples.Smallest)]
    [TestCase(ConfigurationSamples.EveryKey)]
    [TestCase(ConfigurationSamples.EveryAction)]
    [TestCase("{ \"$schema\": \"./proxy.schema.json\", \"include\": [ \"routes/*.json\" ] }")]
    [TestCase("{ \"threads\": \"${THREADS:-2}\", \"timeouts\": { \"drain\": \"${DRAIN}\" }, \"transport\": \"${T}\" }")]
    public void What_can_be_run_is_taken(string text) => Assert.That(SchemaCheck.Problems(text), Is.Empty);

    [TestCase("\"limit\": {}")]
    [TestCase("\"limits\": { \"maxFields\": 0 }")]
    [TestCase("\"limits\": { \"maxFields\": 1001 }")]
    [TestCase("\"limits\": { \"maxFields\": \"5\" }")]
    [TestCase("\"limits\": { \"maxHeaderBytes\": \"32KB\" }")]
    [TestCase("\"limits\": { \"maxRequestBodyBytes\": -1 }")]
    [TestCase("\"timeouts\": { \"drain\": 5 }")]
    [TestCase("\"transport\": \"epol\"")]
    [TestCase("\"threads\": \"a ${THREADS}\"")]
    [TestCase("\"requests\": { \"forwardTrace\": \"yes\" }")]
    [TestCase("\"routes\": [ { \"upstream\": 1 } ]")]
    [TestCase("\"routes\": [ { \"headers\": { \"a\": false } } ]")]
    [TestCase("\"upstreams\": { \"a\": {} }")]
    [TestCase("\"routes\": [ { \"respond\": { \"body\": \"a\", \"file\": \"b\" } } ]")]
    [TestCase("\"upstreams\": { \"a\": { \"endpoints\": [ { \"weight\": 2 } ] } }")]
    public void What_cannot_is_not(string keys) => Assert.That(SchemaCheck.Takes($"{{ {keys} }}"), Is.False);

    [Test]
    public void Every_default_is_taken_where_it_is_the_default()
    {
        var defaults = ShapeWalk.Keys.Where(pair => pair.Key.Default is not null && !pair.Path.ContainsAny(['*', '['])).ToArray();

        Assert.That(defaults, Has.Length.GreaterThan(15));
        foreach (var (path, key) in defaults)
        {
            // What stands beside a key that is required needs that one too.
            var nested = Nest(path.Split('.'), key.Default!).Replace("\"admin\": {", "\"admin\": { \"address\": \"127.0.0.1:1\",", StringComparison.Ordinal);
            Assert.That(SchemaCheck.Problems(nested), Is.Empty, path);
        }
    }

    [Test]
    public void The_ends_of_every_range_are_taken_and_what_is_past_them_is_not()
    {
        var bounded = ShapeWalk.Keys
            .Where(pair => pair.Key.Bounds is { Unit: not OptionUnit.Ticks } && !pair.Path.ContainsAny(['*', '[']))
            .Select(pair => (Steps: pair.Path.Split('.'), Bounds: pair.Key.Bounds!))
            .ToArray();

        Assert.That(bounded, Has.Length.GreaterThan(8));
        foreach (var (steps, bounds) in bounded)
        {
            Assert.That(Takes(steps, bounds.Min), Is.True, $"{steps[^1]}: {bounds.Min}");
            Assert.That(Takes(steps, bounds.Min - 1), Is.False, $"{steps[^1]}: {bounds.Min - 1}");
            Assert.That(Takes(steps, bounds.Max), Is.True, $"{steps[^1]}: {bounds.Max}");
            Assert.That(bounds.HasMax && Takes(steps, bounds.Max + 1), Is.False, $"{steps[^1]}: {bounds.Max + 1}");
        }

        static bool Takes(string[] steps, long value) => SchemaCheck.Takes(Nest(steps, FormattableString.Invariant($"{value}")));
    }

    // Files are read, and elsewhere: "file" and "include" are told apart by tests of their own.
    [Test]
    public void The_samples_have_every_key()
    {
        var used = Samples.SelectMany(sample => Places(Parse(sample))).Select(place => place.Split(Below)[^1]).ToHashSet(StringComparer.Ordinal);

        Assert.That(ShapeWalk.Keys.Select(pair => pair.Key.Name).Except([.. used, "file", "include"]), Is.Empty);
    }

    // Each value of files that use every key is replaced by things of all kinds. What the schema marks is always an error of the reader; what the
    // reader refuses for its kind the schema marks.
    [TestCaseSource(nameof(Samples))]
    public void Schema_and_reader_agree_on_kinds(string sample)
    {
        var compared = 0;
        foreach (var place in Places(Parse(sample)).ToArray())
        {
            foreach (var value in Values)
            {
                var root = Parse(sample);
                Replace(root, place, JsonNode.Parse(value));
                var text = root.ToJsonString();
                var errors = ConfigurationSamples.Errors(text).ToArray();
                var problems = SchemaCheck.Problems(text);
                var isKind = errors.Any(error => error.Contains("is needed, found", StringComparison.Ordinal) || error.Contains("unknown key", StringComparison.Ordinal));
                Assert.That(problems.Count > 0 && errors.Length == 0, Is.False, $"only the schema refuses {place} = {value}: {string.Join(" | ", problems)}");
                Assert.That(isKind && problems.Count == 0, Is.False, $"only the reader refuses {place} = {value}: {string.Join(" | ", errors)}");
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThan(500));
    }

    private static JsonNode Parse(string sample) =>
        JsonNode.Parse(sample, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!;

    private static IEnumerable<string> Places(JsonNode node) => node switch
    {
        JsonObject holder => holder.SelectMany(pair => pair.Value is null ? [pair.Key] : Places(pair.Value).Select(below => $"{pair.Key}{Below}{below}").Prepend(pair.Key)),
        JsonArray array => array.SelectMany((item, i) => item is null ? [$"{i}"] : Places(item).Select(below => $"{i}{Below}{below}").Prepend($"{i}")),
        _ => [],
    };

    private static void Replace(JsonNode root, string place, JsonNode? value)
    {
        var steps = place.Split(Below);
        var node = steps.SkipLast(1).Aggregate(root, (at, step) => at is JsonArray array ? array[int.Parse(step, null)]! : at[step]!);
        if (node is JsonArray list)
        {
            list[int.Parse(steps[^1], null)] = value;
        }
        else
        {
            node[steps[^1]] = value;
        }
    }

    private static string Nest(IEnumerable<string> names, string value) => names.Reverse().Aggregate(value, (inner, name) => $"{{ \"{name}\": {inner} }}");
}
