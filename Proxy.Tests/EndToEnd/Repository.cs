using NUnit.Framework;

namespace Proxy.Tests.EndToEnd;

/// <summary>Finds what lies in the repository.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>Proxy.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The native binary; <c>./build.sh</c> makes it, and <c>./build.sh test</c> does so before the tests.</summary>
    public static string Binary
    {
        get
        {
            var path = Path.Combine(Root, "artifacts", "proxy");
            Assert.That(path, Does.Exist, "Run ./build.sh first.");
            return path;
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Proxy.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside their repository.");
        }

        return folder;
    }
}
