using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class VariableTextTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["N"] = "8", ["HOST"] = "a.example", ["EMPTY"] = "", ["_1"] = "x", ["T"] = "${N}" };

    [TestCase("plain", "plain", false)]
    [TestCase("$N", "$N", false)]
    [TestCase("${N}", "8", true)]
    [TestCase("${N}0", "80", false)]
    [TestCase("http://${HOST}:${N}/$", "http://a.example:8/$", false)]
    [TestCase("${NONE:-a:-b}", "a:-b", true)]
    [TestCase("${EMPTY:-7}", "7", true)]
    [TestCase("${NONE:-}", "", true)]
    [TestCase("${EMPTY}", "", true)]
    [TestCase("${N}${N}", "88", false)]
    [TestCase("$${N}", "${N}", false)]
    [TestCase("a $${b} ${_1} $$", "a ${b} x $$", false)]
    [TestCase("$$${N}", "$${N}", false)]
    [TestCase("${T}", "${N}", true)]
    public void Variables_are_put_in(string text, string expanded, bool isReference)
    {
        var problems = new ConfigProblems();
        var node = Expand(text, problems);

        Assert.That((node.Text, node.IsReference, node.IsBroken, problems.AnyErrors), Is.EqualTo((expanded, isReference, false, false)));
    }

    [TestCase("${NONE}", "p:1:1: a: the environment has no variable NONE; set it, or give a default, as in \"${NONE:-…}\"")]
    [TestCase("${}", "p:1:1: a: \"${\" begins a variable, as in \"${NAME}\" or \"${NAME:-default}\"; write \"$${\" for the characters themselves")]
    [TestCase("${1}", "p:1:1: a: \"${\" begins a variable, as in \"${NAME}\" or \"${NAME:-default}\"; write \"$${\" for the characters themselves")]
    [TestCase("${N", "p:1:1: a: \"${\" begins a variable, as in \"${NAME}\" or \"${NAME:-default}\"; write \"$${\" for the characters themselves")]
    [TestCase("${N-x}", "p:1:1: a: \"${\" begins a variable, as in \"${NAME}\" or \"${NAME:-default}\"; write \"$${\" for the characters themselves")]
    [TestCase("${NONE:-${N}}", "p:1:1: a: the default of NONE holds a variable of its own, which is not possible")]
    public void What_cannot_be_is_an_error(string text, string error)
    {
        var problems = new ConfigProblems();

        Assert.That(Expand(text, problems).IsBroken, Is.True);
        Assert.That(problems.Errors, Is.EqualTo(new[] { error }));
    }

    [Test]
    public void All_unset_variables_of_a_string_are_named()
    {
        var problems = new ConfigProblems();
        Expand("${A} ${N} ${B}", problems);

        Assert.That(problems.Errors, Has.Count.EqualTo(2));
    }

    [Test]
    public void What_variables_come_to_has_a_bound()
    {
        var (problems, variables) = (new ConfigProblems(), new VariableText(_ => new string('x', (VariableText.MaxLength / 2) + 1)));

        Assert.That(variables.Expand(Node("${A}"), problems).IsBroken, Is.False);
        Assert.That(variables.Expand(Node("${A}"), problems).IsBroken, Is.True);
        Assert.That(problems.Errors, Is.EqualTo(new[] { "p:1:1: a: the variables of the configuration come to more than 16 MiB" }));
    }

    [TestCase("\"threads\": \"${N}\"", null)]
    [TestCase("\"threads\": \"${NONE:-null}\"", null)]
    [TestCase("\"limits\": { \"maxHeaderBytes\": \"${SIZE:-16KiB}\", \"maxStartLineBytes\": \"${SIZE:-512}\" }", null)]
    [TestCase("\"requests\": { \"forwardTrace\": \"${TRACE:-true}\" }, \"timeouts\": { \"drain\": \"${N}s\" }, \"transport\": \"${T:-auto}\"", null)]
    [TestCase("\"threads\": \"${HOST}\"", "threads: a whole number is needed, found the string \"a.example\" from \"${HOST}\"")]
    [TestCase("\"threads\": \"1${EMPTY}\"", "threads: a whole number is needed, found the string \"1\" from \"1${EMPTY}\"")]
    [TestCase("\"requests\": { \"forwardTrace\": \"${N}\" }", "requests.forwardTrace: true or false is needed, found the string \"8\" from \"${N}\"")]
    [TestCase("\"limits\": \"${NONE}\"", "limits: the environment has no variable NONE; set it, or give a default, as in \"${NONE:-…}\"")]
    [TestCase("\"threads\": \"${NONE}\"", "threads: the environment has no variable NONE; set it, or give a default, as in \"${NONE:-…}\"")]
    public void A_variable_alone_is_read_as_if_it_stood_without_quotes(string keys, string? error)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(ConfigurationSamples.With(keys));
        var errors = ConfigurationText.Parse("p", content, name => name == "T" ? null : Variables.GetValueOrDefault(name)).Errors;

        Assert.That(errors.Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]), Is.EqualTo(error is null ? [] : new[] { error }));
    }

    [Test]
    public void Keys_are_taken_as_they_are() =>
        Assert.That(ConfigurationSamples.Valid(ConfigurationSamples.Smallest.Replace("web", "${N}", StringComparison.Ordinal)).Listeners[0].Name, Is.EqualTo("${N}"));

    private static ConfigNode Node(string text) => new() { Kind = ConfigNodeKind.String, Place = new(new("p", default), 0), Path = "a", Text = text };

    private static ConfigNode Expand(string text, ConfigProblems problems) => new VariableText(Variables.GetValueOrDefault).Expand(Node(text), problems);
}
