using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class ConfigFilesTests
{
    private const string Rest = """
        "listeners": { "web": { "address": "127.0.0.1:8080" } }, "routes": [ { "name": "first", "upstream": "site" } ],
        "upstreams": { "site": { "endpoints": [ "127.0.0.1:9001" ] } }
        """;

    private ConfigFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Several_files_make_one_configuration()
    {
        _folder
            .Write("proxy.json", $"{{ \"include\": [ \"routes/*.json\", \"limits.json\" ], {Rest} }}")
            .Write("limits.json", "{ \"limits\": { \"maxFields\": 7 }, \"$schema\": \"x\" }")
            .Write("routes/b.json", "{ \"routes\": [ { \"name\": \"b\", \"path\": \"/b\", \"upstream\": \"b\" } ], \"upstreams\": { \"b\": { \"endpoints\": [ \"b:1\" ] } } }")
            .Write("routes/a.json", "{ \"include\": [ \"more/c.json\" ], \"routes\": [ { \"name\": \"a\", \"path\": \"/a\", \"upstream\": \"b\" } ] }")
            .Write("routes/more/c.json", "{ \"routes\": [ { \"name\": \"c\", \"path\": \"/c\", \"upstream\": \"site\" } ], \"listeners\": { \"c\": { \"address\": \"unix:/c\" } } }")
            .Write("routes/.hidden.json", "{");

        var loaded = _folder.Load();

        Assert.Multiple(() =>
        {
            Assert.That(_folder.Local([.. loaded.Errors, .. loaded.Warnings]), Is.Empty);
            Assert.That(loaded.Options.Routes.Select(route => route.Name), Is.EqualTo(new[] { "first", "a", "c", "b" }));
            Assert.That(loaded.Options.Listeners.Select(listener => listener.Name), Is.EqualTo(new[] { "web", "c" }));
            Assert.That(loaded.Options.Upstreams.Select(upstream => upstream.Name), Is.EqualTo(new[] { "site", "b" }));
            Assert.That(loaded.Options.Limits.MaxFields, Is.EqualTo(7));
            Assert.That(
                _folder.Local(loaded.Files),
                Is.EqualTo(new[] { "proxy.json", "routes/a.json", "routes/more/c.json", "routes/b.json", "limits.json" }));
        });
    }

    [Test]
    public void Errors_stand_in_the_file_they_are_in_under_its_own_paths()
    {
        _folder
            .Write("proxy.json", $"{{ \"include\": [ \"a.json\", \"b.json\" ], {Rest}, \"limits\": {{ \"maxFields\": 0 }} }}")
            .Write("a.json", "{ \"routes\": [\n { \"path\": \"/a\", \"upstream\": \"stie\" } ] }")
            .Write("b.json", "{ \"routes\": [\n { \"path\": \"/b\", \"upstream\": \"site\" },\n { \"path\": \"b\", \"upstream\": 1 } ], \"x\": 1 }");

        Assert.That(_folder.Errors(), Is.EqualTo(new[]
        {
            "proxy.json:2:90: limits.maxFields: 0 is out of range: 1 to 1000 is allowed",
            "a.json:2:30: routes[0].upstream: no upstream is named \"stie\"; did you mean \"site\"?",
            "b.json:3:12: routes[1].path: \"b\": a path begins with \"/\"",
            "b.json:3:29: routes[1].upstream: a string is needed, found 1",
            "b.json:3:36: x: unknown key \"x\"; known are " + string.Join(
                ", ", Proxy.Host.Configuration.Sections.HostSection.Binder.Shape.Keys.Select(key => $"\"{key.Name}\"")),
        }));
    }

    [Test]
    public void A_name_or_section_in_two_files_names_both_places()
    {
        _folder
            .Write("proxy.json", $"{{ \"include\": [ \"a.json\" ], {Rest}, \"threads\": 1 }}")
            .Write("a.json", "{ \"listeners\": { \"web\": { \"address\": \"a:1\" } }, \"threads\": 2, \"upstreams\": { \"site\": { \"endpoints\": [ \"a:1\" ] } } }");

        Assert.That(_folder.Errors(), Is.EqualTo(new[]
        {
            "a.json:1:18: listeners.web: the key \"web\" is given twice, first at proxy.json:1:43",
            "a.json:1:49: threads: the key \"threads\" is given twice, first at proxy.json:2:65; "
                + "only listeners, routes and upstreams may be spread over several files",
            "a.json:1:78: upstreams.site: the key \"site\" is given twice, first at proxy.json:2:16",
        }));
    }

    [Test]
    public void A_warning_names_the_place_in_the_other_file()
    {
        _folder
            .Write("proxy.json", $"{{ \"include\": [ \"a.json\" ], {Rest} }}")
            .Write("a.json", "{ \"routes\": [ { \"upstream\": \"site\" } ] }");

        Assert.That(_folder.Local(_folder.Load().Warnings), Is.EqualTo(new[]
        {
            "a.json:1:15: warning: routes[0]: never reached: another route goes first and takes every request of this one (routes[0], proxy.json:1:97)",
        }));
    }

    [TestCase("\"a.json\"", "include: an array [ … ] is needed, found the string \"a.json\"")]
    [TestCase("[ 1 ]", "include[0]: a string is needed, found 1")]
    [TestCase("[ \"a.json\" ]", "include[0]: a.json: no such file")]
    [TestCase("[ \"no/*.json\" ]", null)]
    [TestCase("[ \"*/*.json\", \"p*y.json\" ]", "include[1]: proxy.json includes itself")]
    [TestCase("[ \"sub\" ]", "include[0]: sub: is a directory; the path of a file is needed")]
    [TestCase("[ \"a\\u0000b\" ]", "include[0]: a path has no character NUL")]
    [TestCase("[ \"proxy.json\" ]", "include[0]: proxy.json includes itself")]
    [TestCase("[ \"sub/x.json\", \"sub/*.json\" ]", "include[1]: sub/x.json is included already, at proxy.json:1:16")]
    [TestCase("[], \"include\": []", "include: the key \"include\" is given twice, first at proxy.json:1:3")]
    public void What_cannot_be_included_is_an_error(string include, string? error)
    {
        _folder.Write("sub/x.json", "{}").Write("proxy.json", $"{{ \"include\": {include}, {Rest} }}");

        Assert.That(_folder.Errors().Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]), Is.EqualTo(error is null ? [] : new[] { error }));
    }

    // With a file missing, whatever it may hold is not said to be missing as well.
    [TestCase("{", "a.json:1:2: ")]
    [TestCase("", "a.json:1:1: the file is empty")]
    [TestCase("{ \"include\": [ \"b.json\" ] }", "a.json:1:16: include[0]: b.json: no such file")]
    public void What_an_unreadable_file_may_hold_is_not_missed(string text, string error)
    {
        _folder.Write("proxy.json", "{ \"include\": [ \"a.json\" ], \"routes\": [ { \"upstream\": \"site\" } ] }").Write("a.json", text);

        Assert.That(_folder.Errors().Single(), Does.StartWith(error));
    }

    [TestCase("\"routes\": {}", "a.json:1:3: routes: an array [ … ] is needed, found an object")]
    [TestCase("\"upstreams\": []", "a.json:1:3: upstreams: an object { … } is needed, found an array")]
    public void A_section_of_another_kind_is_an_error_in_its_file(string keys, string error)
    {
        _folder.Write("proxy.json", $"{{ \"include\": [ \"a.json\" ], {Rest} }}").Write("a.json", $"{{ {keys} }}");

        Assert.That(_folder.Errors(), Is.EqualTo(new[] { error }));
    }

    [Test]
    public void The_kind_of_a_section_is_judged_in_each_file()
    {
        _folder.Write("proxy.json", $"{{ \"include\": [ \"a.json\" ], \"routes\": null }}").Write("a.json", $"{{ {Rest} }}");

        Assert.That(_folder.Errors(), Is.EqualTo(new[] { "proxy.json:1:38: routes: an array [ … ] is needed, found null" }));
    }

    [Test]
    public void An_included_file_that_is_no_object_is_an_error()
    {
        _folder.Write("proxy.json", $"{{ \"include\": [ \"a.json\" ], {Rest} }}").Write("a.json", "[]");

        Assert.That(_folder.Errors(), Is.EqualTo(new[] { "a.json:1:1: an object { … } is needed, found an array" }));
    }

    [Test]
    public void Depth_number_and_size_have_bounds()
    {
        _folder.Write("proxy.json", $"{{ \"include\": [ \"1.json\", \"many/*\", \"big.json\" ], {Rest} }}");
        for (var i = 1; i <= ConfigFiles.MaxDepth; i++)
        {
            _folder.Write($"{i}.json", $"{{ \"include\": [ \"{i + 1}.json\" ] }}");
        }

        for (var i = 0; i < ConfigFiles.MaxFiles; i++)
        {
            _folder.Write($"many/{i:0000}", "{}");
        }

        _folder.Write("17.json", "{}");
        Assert.That(_folder.Errors(), Is.EqualTo(new[]
        {
            "proxy.json:1:26: include[1]: many/0983: at most 1000 files are read",
            "proxy.json:1:36: include[2]: big.json: at most 1000 files are read",
            "16.json:1:16: include[0]: 17.json: files include files at most 16 deep",
        }));

        _folder.Write("proxy.json", $"{{ \"include\": [ \"big.json\", \"0.json\" ], {Rest} }}").Write("big.json", "{}".PadRight(ConfigurationFile.MaxBytes - 100));
        Assert.That(_folder.Errors()[0], Does.EndWith("big.json: all files together are larger than 16 MiB"));
    }
}
