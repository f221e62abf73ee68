using System.Text;
using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class SecretValueTests
{
    private const string Token = "t0p-s3cret";

    // Stands for any section with a secret in it.
    private static readonly ObjectBinder<string> Binder = new ObjectBinder<string>("Of a test.", "").Key(
        "token", Values.Secret, token => token, (_, token) => token, "A secret.", absent: "none");

    private ConfigFolder _folder = null!;
    private ConfigProblems _problems = null!;

    [SetUp]
    public void CreateFolder() => (_folder, _problems) = (new(), new());

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("\"t0p-s3cret\"")]
    [TestCase("\"${TOKEN}\"")]
    [TestCase("{ \"file\": \"token\" }")]
    [TestCase("{ \"file\": \"${NAME}\" }")]
    public void A_secret_stands_in_the_file_in_a_variable_or_in_a_file_of_its_own(string value)
    {
        WriteSecret(Token + "\n");

        Assert.That(Bind(value), Is.EqualTo(Token));
        Assert.That(_problems.Errors.Concat(_problems.Warnings), Is.Empty);
    }

    [TestCase("a", "a")]
    [TestCase("a\n", "a")]
    [TestCase("a\r\n", "a")]
    [TestCase("a\n\n", "a\n")]
    [TestCase(" a ", " a ")]
    public void One_newline_at_the_end_does_not_count(string content, string secret)
    {
        WriteSecret(content);

        Assert.That(Bind("{ \"file\": \"token\" }"), Is.EqualTo(secret));
    }

    [TestCase("\"\"", "token: the secret is empty")]
    [TestCase("\"${EMPTY:-}\"", "token: the secret is empty")]
    [TestCase("12345678", "token: a string or an object { \"file\": \"/run/secrets/…\" } is needed, found a number")]
    [TestCase("[ \"t0p-s3cret\" ]", "token: a string or an object { \"file\": \"/run/secrets/…\" } is needed, found an array")]
    [TestCase("null", "token: a string or an object { \"file\": \"/run/secrets/…\" } is needed, found null")]
    [TestCase("{}", "token.file: this key is required")]
    [TestCase("{ \"fiel\": \"token\" }", "token.fiel: unknown key \"fiel\"; did you mean \"file\"?")]
    [TestCase("{ \"file\": \"none\" }", "token: none: no such file")]
    [TestCase("{ \"file\": \"empty\" }", "token: empty: the secret is empty")]
    [TestCase("{ \"file\": \"binary\" }", "token: binary: is not valid UTF-8")]
    [TestCase("{ \"file\": \"large\" }", "token: large: is larger than 64 KiB")]
    public void What_is_no_secret_is_told_without_showing_it(string value, string error)
    {
        _folder.Write("empty", "\n").Write("large", new string('x', SecretValue.MaxBytes + 1));
        File.WriteAllBytes(Path.Combine(_folder.Root, "binary"), [0xff]);
        Bind(value);

        Assert.That(_folder.Local(_problems.Errors).Select(line => line["proxy.json:1:12: ".Length..].TrimStart()), Is.EqualTo(new[] { error }));
        Assert.That(string.Concat(_problems.Errors), Does.Not.Contain(Token).And.Not.Contain("12345678"));
    }

    [Test]
    public void A_file_that_everyone_may_read_is_warned_of()
    {
        WriteSecret(Token, UnixFileMode.OtherRead);

        Assert.That(Bind("{ \"file\": \"token\" }"), Is.EqualTo(Token));
        Assert.That(_folder.Local(_problems.Warnings), Is.EqualTo(new[]
        {
            "proxy.json:1:12: warning: token: token: every user of the machine may read this secret; \"chmod o= token\" keeps it from them",
        }));
    }

    private void WriteSecret(string content, UnixFileMode more = UnixFileMode.None)
    {
        _folder.Write("token", content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder.Root, "token"), UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        }
    }

    private string Bind(string value)
    {
        var source = new ConfigSource(Path.Combine(_folder.Root, "proxy.json"), Encoding.UTF8.GetBytes($"{{ \"token\": {value} }}"));
        var variables = new VariableText(name => name switch { "TOKEN" => Token, "NAME" => "token", _ => null });
        return Binder.Bind(ConfigReader.Read(source, variables, _problems), "", _problems);
    }
}
