namespace Proxy.Tests.Core.Policies;

/// <summary>Makes field lines of the kind that proxies send, more or less broken.</summary>
internal static class ListMaker
{
    private static readonly string[] Names =
        ["X-Forwarded-For", "X-Forwarded-For", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "Forwarded", "Forwarded", "Forwarded"];

    private static readonly string[] Nodes =
    [
        "10.0.0.1", "10.9.8.7:80", "192.0.2.1", "203.0.113.7:4711", "2001:db8:1::5", "2001:db8::1", "[2001:db8:1::6]:1", "[2001:DB8::2]", "::ffff:10.0.0.3",
        "::ffff:192.0.2.9", "unknown", "_hidden", "_x:_y", "10.0.0.1", "10.0.0.2", "[::]", "256.0.0.1", "1.2.3", "01.2.3.4", "[::1", "::1]", "a.example", "10.0.0.1:99999",
        "2001:db8:1::5:80", "fe80::1%1", "", "64:ff9b::1.2.3.4", "64:ff9b::01.2.3.4",
    ];

    private static readonly string[] Others = ["https", "http", "a.example", "b.example:8443", "443", "", "ftp", "a b", "[::1]:80"];

    private static readonly string[] Junk = [",", ", ,", "\"", ";", "=", " ", "\t", "\\", "for=", "for", "proto=https", "by=_me;", "ext=\"a,b\"", "ext=\"a\\\"b\";", "host=\"c\\d\""];

    public static List<(string Name, string Value)> Lines(Random random)
    {
        var lines = new List<(string Name, string Value)>();

        // One family alone, most often: what is read of the other is decided before anything else is.
        var family = random.Next(3);
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var name = family == 0 ? "Forwarded" : family == 1 ? Names[random.Next(6)] : Names[random.Next(Names.Length)];
            lines.Add((name, string.Join(random.Next(4) == 0 ? "," : ", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Member(random, name)))));
        }

        return lines;
    }

    private static string Member(Random random, string name)
    {
        if (random.Next(12) == 0)
        {
            return string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Junk[random.Next(Junk.Length)]));
        }

        return name switch
        {
            "X-Forwarded-For" => Nodes[random.Next(Nodes.Length)],
            "Forwarded" => Element(random),
            _ => Others[random.Next(Others.Length)],
        };
    }

    private static string Element(Random random)
    {
        var pairs = new List<string>();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            pairs.Add(random.Next(6) switch
            {
                0 => $"proto={Others[random.Next(2)]}",
                1 => $"host={Quoted(random, Others[random.Next(Others.Length)])}",
                2 => Junk[random.Next(Junk.Length)],
                _ when pairs.Count > 0 && random.Next(4) != 0 => "ext=1",
                _ => $"{(random.Next(3) == 0 ? "For" : "for")}={Quoted(random, Nodes[random.Next(Nodes.Length)])}",
            });
        }

        return string.Join(random.Next(4) == 0 ? "; " : ";", pairs);
    }

    private static string Quoted(Random random, string value) => value.AsSpan().ContainsAny(":[ ") || random.Next(4) == 0 ? $"\"{value}\"" : value;
}
