using NUnit.Framework;
using Proxy.Host.Configuration.Documentation;
using Proxy.Host.Configuration.Sections;
using Proxy.Host.Configuration.Shapes;
using Proxy.Tests.EndToEnd;

namespace Proxy.Tests.Host.Configuration.Documentation;

public class ManualTests
{
    private static readonly string Page = Manual.Write(HostSection.Binder.Shape);

    [Test]
    public void The_page_in_docs_is_what_the_tables_give() => Assert.That(
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md")),
        Is.EqualTo(Page),
        "run ./build.sh docs; prose is in Proxy.Host/Configuration/Documentation/Prose");

    [Test]
    public void Prose_without_its_section_is_found() => Assert.That(
        Manual.ProseNames.Except(HostSection.Binder.Shape.Keys.Select(key => key.Name)),
        Is.EquivalentTo(new[] { "introduction", "always" }));

    [Test]
    public void Every_key_has_a_row_with_its_description() => Assert.That(
        ShapeWalkRows().Where(row => !Page.Contains(row, StringComparison.Ordinal)),
        Is.Empty);

    [Test]
    public void Bounds_null_and_defaults_stand_in_their_columns()
    {
        KeyShape[] keys =
        [
            new("a", new NullableShape(new ScalarShape(ScalarKind.Size), "unlimited"), "What | it does.") { Bounds = new(1, 10) },
            new("b", new ObjectShape("Of b.", [new("c", new WordsShape(["x", "y"]), "Inner.") { Default = "\"x\"" }], []), "Outer."),
            new("d", new NullableShape(new ScalarShape(ScalarKind.WholeNumber), "off"), "Last.") { Default = "3" },
        ];

        Assert.That(MarkdownTable.Of(keys), Does.EndWith("""
            | `a` | size, 1 to 10, or `null` | `null`: unlimited | What \| it does. |
            | `b` | object |  | Outer. |
            | `b.c` | `"x"`, `"y"` | `"x"` | Inner. |
            | `d` | whole number, or `null` | `3` | Last. `null`: off. |

            """));
    }

    private static IEnumerable<string> ShapeWalkRows() => Shapes.ShapeWalk.Keys.Select(pair => $"| {pair.Key.Description}".Replace("|", "", StringComparison.Ordinal));
}
