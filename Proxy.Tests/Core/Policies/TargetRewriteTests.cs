using System.Text;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Routing;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Core.Policies;

/// <summary>What an origin makes of a rewritten target is what the operator said of the path that routes see: random routes and paths, against a naive model.</summary>
[TestFixture]
public sealed partial class TargetRewriteTests
{
    private const int Rounds = 3_000;

    private static readonly string[] Segments =
    [
        "a", "b", "v1", "x%20y", "x%20Y", "%61", ".", "..", "%2e", "%2E%2e", ".%2e", "", "", "a;b", "@c", "%C3%A9", "\"", "a+b", "a&b=c", "[x]", "%25", "%2525",
        "~", "...", ".a", "|^`", "{z}", "%3f", "%23", "%26",
    ];

    private static readonly string[] Literals = ["a", "b", "v1", "x y", "é"];

    [Test]
    public void Prefixes([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var strip = random.Next(3) == 0 ? null : "/" + string.Join('/', Some(random, Literals, 1, 3));
            var add = random.Next(3) == 0 ? null : "/" + string.Join('/', Some(random, Literals, 1, 3));
            var path = PathOf(random);
            var normal = Normal(path);
            var rest = strip is not null && (normal == strip || normal.StartsWith(strip + "/", StringComparison.Ordinal)) ? normal[strip.Length..] : normal;
            var options = new RewriteOptions { StripPrefix = strip, AddPrefix = add };
            var why = $"seed {seed}, round {round}: {path}, {strip} to {add}";
            Assert.That(Rewrite(options, "/*", path, why), Is.EqualTo(rest.Length == 0 && add is null ? "/" : add + rest), why);
        }
    }

    [Test]
    public void Captures([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var matched = 0;
        for (var round = 0; round < Rounds; round++)
        {
            string[] pattern = [.. Enumerable.Range(0, random.Next(4)).Select(i => random.Next(2) == 0 ? $"{{c{i}}}" : Literals[random.Next(3)])];
            var takesRest = pattern.Length == 0 || random.Next(2) == 0;
            string[] names = [.. pattern.Where(segment => segment[0] == '{'), .. takesRest ? new[] { "{rest}" } : []];
            var rewrite = "/" + string.Join('/', Some(random, [.. names, "a", "x y", "é", "{path}"], 0, 4));
            var path = PathOf(random);
            var values = Match(pattern, takesRest, Normal(path));
            var why = $"seed {seed}, round {round}: {path}, /{string.Join('/', pattern)}{(takesRest ? "/*" : "")} to {rewrite}";
            var actual = Rewrite(new RewriteOptions { Path = rewrite }, $"/{string.Join('/', pattern)}{(takesRest ? pattern.Length == 0 ? "*" : "/*" : "")}", path, why);
            var expected = values is null ? null : Slashes().Replace(Variables().Replace(rewrite, name => values[name.Value]), "/");
            Assert.That(actual, Is.EqualTo(expected), why);
            matched += values is null ? 0 : 1;
        }

        Assert.That(matched, Is.GreaterThan(Rounds / 10));
    }

    // The rewritten path as an origin may decode it; null where the route does not match.
    private static string? Rewrite(RewriteOptions options, string route, string path, string why)
    {
        var table = new RouteTable(new() { Routes = [new() { Path = route, Rewrite = options }] }, []);
        if (!PolicyExchange.TryMake(Encoding.Latin1.GetBytes($"GET {path}?q=/../ HTTP/1.1\r\nHost: a\r\n\r\n"), table, out var exchange))
        {
            return null;
        }

        var rewrite = exchange.Route!.Rewrite!;
        Assert.That(rewrite.Check(exchange, allowsAmbiguous: false), Is.EqualTo(ProxyError.None), why);
        var bytes = new byte[HeadWriter.UpperBound(exchange.Request) + rewrite.Measure(exchange)];
        var writer = new HeadWriter(bytes);
        rewrite.WriteTarget(ref writer, exchange);
        var target = Encoding.ASCII.GetString(bytes, 0, writer.Written);
        Assert.That(target, Does.EndWith("?q=/../").And.Not.Contains("//").And.StartsWith("/"), why);
        var normal = new byte[target.Length];
        var sent = Encoding.ASCII.GetBytes(target[..^"?q=/../".Length]);
        Assert.That(PathNormalizer.HasDotSegments(sent), Is.False, why);
        Assert.That(PathNormalizer.TryNormalize(sent, allowsAmbiguous: false, normal, out var length), why);
        return Encoding.UTF8.GetString(normal, 0, length);
    }

    private static string PathOf(Random random) => "/" + string.Join('/', Some(random, Segments, 0, 7));

    private static string[] Some(Random random, string[] of, int least, int most) =>
        [.. Enumerable.Range(0, random.Next(least, most)).Select(_ => of[random.Next(of.Length)])];

    // RFC 3986 §5.2.4 on decoded segments, empty ones left out.
    private static string Normal(string path)
    {
        var kept = new List<string>();
        var isDirectory = false;
        foreach (var segment in path[1..].Split('/').Select(Uri.UnescapeDataString))
        {
            isDirectory = segment is "" or "." or "..";
            if (segment == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (!isDirectory)
            {
                kept.Add(segment);
            }
        }

        return "/" + string.Join('/', kept) + (isDirectory && kept.Count > 0 ? "/" : "");
    }

    private static Dictionary<string, string>? Match(string[] pattern, bool takesRest, string path)
    {
        var segments = path[1..].Split('/');
        var values = new Dictionary<string, string> { ["{path}"] = path };
        if (pattern.Length > 0 && (segments.Length < pattern.Length || (!takesRest && segments.Length > pattern.Length)))
        {
            return null;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i][0] == '{' ? segments[i].Length == 0 : segments[i] != pattern[i])
            {
                return null;
            }

            values[pattern[i]] = segments[i];
        }

        values["{rest}"] = string.Join('/', segments.Skip(pattern.Length));
        return values;
    }

    [GeneratedRegex("/+")]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Variables();
}
