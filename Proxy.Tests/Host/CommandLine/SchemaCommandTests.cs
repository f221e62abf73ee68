using NUnit.Framework;

namespace Proxy.Tests.Host.CommandLine;

public class SchemaCommandTests
{
    [TestCase("schema", "{\n", "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"")]
    [TestCase("schema --markdown", "# Configuration\n", "| `maxFields` | whole number, 1 to 1000 | `100` |")]
    public async Task It_prints_what_a_file_may_hold(string line, string start, string part)
    {
        var result = await HostInvocation.RunAsync(line.Split(' '));

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        Assert.That(result.Output, Does.StartWith(start).And.Contain(part).And.EndsWith("\n"));
    }
}
