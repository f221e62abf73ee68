using System.Text.RegularExpressions;
using NUnit.Framework;
using Proxy.Tests.Conformance.Rig;

namespace Proxy.Tests.Conformance;

/// <summary>The tables themselves: large enough, each row told apart from the others, each with its source.</summary>
public sealed partial class TableTests
{
    private static IEnumerable<(string Name, string Section, string Input)> Rows =>
        Tables.Requests.SelectMany(table => table.Rows.Select(row => ($"{table.Topic}: {row.Name}", row.Section, row.Input)))
            .Concat(Tables.Responses.SelectMany(table => table.Rows.Select(row => ($"{table.Topic}: {row.Name}", row.Section, row.Input + row.Request))));

    [Test]
    public void Rows_are_many() => Assert.That(Rows.Count(), Is.GreaterThanOrEqualTo(250));

    [Test]
    public void Names_are_unique() => Assert.That(Rows.Select(row => row.Name), Is.Unique);

    [Test]
    public void Every_row_names_its_section() => Assert.That(Rows.Select(row => row.Section), Has.All.Matches<string>(section => Section.IsMatch(section!)));

    [Test]
    public void Every_character_is_a_byte() => Assert.That(Rows.Where(row => row.Input.Any(c => c > '\u00ff')).Select(row => row.Name), Is.Empty);

    [Test]
    public void Every_place_is_cut() =>
        Assert.That(Feeds.Runs("abc"), Is.EqualTo(new string[][] { ["abc"], ["a", "b", "c"], ["a", "bc"], ["ab", "c"], ["abc", ""] }));

    [GeneratedRegex(@"\ARFC \d{4} §\d+(\.\d+)*\z")]
    private static partial Regex Section { get; }
}
