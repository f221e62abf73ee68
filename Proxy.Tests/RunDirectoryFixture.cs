using NUnit.Framework;

namespace Proxy.Tests;

/// <summary>Proxies that tests run, in this process or as the binary, put their control sockets into a directory of their own.</summary>
[SetUpFixture]
public sealed class RunDirectoryFixture
{
    private const string Variable = "RUNTIME_DIRECTORY";

    private string? _before;
    private string _directory = "";

    [OneTimeSetUp]
    public void Create()
    {
        _before = Environment.GetEnvironmentVariable(Variable);
        _directory = Directory.CreateTempSubdirectory("proxy-run-").FullName;
        Environment.SetEnvironmentVariable(Variable, _directory);
    }

    [OneTimeTearDown]
    public void Remove()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        Directory.Delete(_directory, recursive: true);
    }
}
