using System.Text;
using NUnit.Framework;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class PathNormalizerTests
{
    [TestCase("/", true)]
    [TestCase("/a/b.css", true)]
    [TestCase("/a..b/c.", true)]
    [TestCase("/a//b", false)]
    [TestCase("/.hidden", false)]
    [TestCase("/a%20b", false)]
    [TestCase("/a\\b", false)]
    public void Ordinary_paths_are_known_at_a_glance(string path, bool normal) =>
        Assert.That(PathNormalizer.IsNormal(Encoding.ASCII.GetBytes(path)), Is.EqualTo(normal));

    [TestCase("/", "/")]
    [TestCase("/a", "/a")]
    [TestCase("/a/", "/a/")]
    [TestCase("//a///b//", "/a/b/")]
    [TestCase("/.", "/")]
    [TestCase("/..", "/")]
    [TestCase("/../..", "/")]
    [TestCase("/./a/./b/.", "/a/b/")]
    [TestCase("/a/../b", "/b")]
    [TestCase("/a/b/..", "/a/")]
    [TestCase("/a/b/../", "/a/")]
    [TestCase("/../../admin", "/admin")]
    [TestCase("/public/%2e%2E/admin", "/admin")]
    [TestCase("/public/.%2e/admin", "/admin")]
    [TestCase("/%61dmin", "/admin")]
    [TestCase("/a%20b", "/a b")]
    [TestCase("/%C3%A4", "/\u00c3\u00a4")]
    [TestCase("/%252e%252e/a", "/%2e%2e/a")]
    [TestCase("/.hidden", "/.hidden")]
    [TestCase("/...", "/...")]
    [TestCase("/a;x=1/b", "/a;x=1/b")]
    public void Others_are_brought_to_their_normal_form(string path, string normal)
    {
        Assert.That(Normalize(path, allowsAmbiguous: false), Is.EqualTo(normal));
        Assert.That(Normalize(path, allowsAmbiguous: true), Is.EqualTo(normal), "where ambiguous ones are allowed too");
    }

    [TestCase("/public/..%2fadmin", "/public/..%2fadmin")]
    [TestCase("/a%2Fb", "/a%2Fb")]
    [TestCase("/a%5cb", "/a%5cb")]
    [TestCase("/a\\b", "/a\\b")]
    [TestCase("/a%00", "/a%00")]
    [TestCase("/a%0d%0ab", "/a%0d%0ab")]
    [TestCase("/a%7f", "/a%7f")]
    [TestCase("/a%", "/a%")]
    [TestCase("/a%4", "/a%4")]
    [TestCase("/a%zz/../b", "/b")]
    [TestCase("/public/..;/admin", "/public/..;/admin")]
    [TestCase("/public/%2e%2e;x=1/admin", "/public/..;x=1/admin")]
    [TestCase("/.;a", "/.;a")]
    public void Ambiguous_ones_have_none_unless_allowed(string path, string allowed)
    {
        Assert.That(Normalize(path, allowsAmbiguous: false), Is.Null);
        Assert.That(Normalize(path, allowsAmbiguous: true), Is.EqualTo(allowed));
    }

    [Test]
    public void Normal_form_is_a_fixed_point([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        string[] parts = ["/", "//", ".", "..", "%2e", "a", "b;c", "%41", "%25", "\u007e", "/../", "/./"];
        for (var i = 0; i < 5_000; i++)
        {
            var path = "/" + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            if (Normalize(path, allowsAmbiguous: false) is not { } once || once.Contains('%', StringComparison.Ordinal))
            {
                continue;
            }

            Assert.That(Normalize(once, allowsAmbiguous: false), Is.EqualTo(once), $"seed {seed}, {path}");
            Assert.That(once, Does.StartWith("/").And.Not.Contains("//").And.Not.Contains("/../").And.Not.Contains("/./"), $"seed {seed}, {path}");
        }
    }

    [TestCase("/", "/")]
    [TestCase("/a%20b/c", "/a%20b/c")]
    [TestCase("//a///b//", "/a/b/")]
    [TestCase("/a/%2e%2E/%62/.", "/%62/")]
    [TestCase("/..", "/")]
    [TestCase("/a/..", "/")]
    [TestCase("/%2e%2e%2e/x", "/%2e%2e%2e/x")]
    [TestCase("/..%2fadmin", "/..%2fadmin")]
    [TestCase("/.%2", "/.%2")]
    public void Dot_segments_go_and_other_bytes_stay(string path, string plain)
    {
        var bytes = Encoding.Latin1.GetBytes(path);
        var written = new byte[bytes.Length];
        Assert.That(Encoding.Latin1.GetString(written, 0, PathNormalizer.RemoveDotSegments(bytes, written)), Is.EqualTo(plain));
    }

    [TestCase("/a/./b", true)]
    [TestCase("/a/..", true)]
    [TestCase("/%2e%2E/a", true)]
    [TestCase("/.%2e", true)]
    [TestCase("..", true)]
    [TestCase("/.../a.b/..c", false)]
    [TestCase("/..%2f", false)]
    [TestCase("//", false)]
    [TestCase("", false)]
    public void Dot_segments_are_seen(string path, bool has) => Assert.That(PathNormalizer.HasDotSegments(Encoding.Latin1.GetBytes(path)), Is.EqualTo(has));

    [Test]
    public void Both_forms_have_the_same_segments([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        string[] parts = ["/", "//", ".", "..", "%2e", "a", "b;c", "%41", "%25", "\u007e", "/../", "/./", "%2E%2e"];
        for (var i = 0; i < 5_000; i++)
        {
            var path = "/" + string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => parts[random.Next(parts.Length)]));
            if (Normalize(path, allowsAmbiguous: false) is { } normal)
            {
                var written = new byte[path.Length];
                var plain = Encoding.Latin1.GetString(written, 0, PathNormalizer.RemoveDotSegments(Encoding.Latin1.GetBytes(path), written));
                Assert.That(plain.Split('/').Select(Uri.UnescapeDataString), Is.EqualTo(normal.Split('/')), $"seed {seed}, {path}");
                Assert.That(PathNormalizer.HasDotSegments(Encoding.Latin1.GetBytes(plain)), Is.False, $"seed {seed}, {path}");
                var isNormal = !path.Contains('%', StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);
                Assert.That(PathNormalizer.IsNormal(Encoding.Latin1.GetBytes(path)), Is.EqualTo(isNormal), $"seed {seed}, {path}");
            }
        }
    }

    private static string? Normalize(string path, bool allowsAmbiguous)
    {
        var bytes = Encoding.Latin1.GetBytes(path);
        var normal = new byte[bytes.Length];
        return PathNormalizer.TryNormalize(bytes, allowsAmbiguous, normal, out var length) ? Encoding.Latin1.GetString(normal, 0, length) : null;
    }
}
