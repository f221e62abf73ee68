using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SharpFuzz;

namespace Proxy.Fuzz;

/// <summary>Puts a counter at each branch of the product's assemblies beside this program: SharpFuzz rewrites them, see docs/adr/0004.</summary>
internal static class Instrumentation
{
    private const string CounterAssembly = "SharpFuzz.Common";

    // The loop and its sockets turn at times of their own: their branches would pass for news that no input brought.
    private static readonly string[] Namespaces =
    [
        "Proxy.Http1.", "Proxy.Core.Connections.", "Proxy.Core.Forwarding.", "Proxy.Core.Pipeline.", "Proxy.Core.Policies.", "Proxy.Core.Upstreams.",
    ];

    /// <summary>Rewrites those that a build has put there anew.</summary>
    public static void Ensure(params IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(AppContext.BaseDirectory, file);
            if (!IsInstrumented(path))
            {
                // A copy takes the place of the file at once: what else runs from here keeps the one it has.
                var copy = path + ".instrumented";
                File.Copy(path, copy, overwrite: true);
                Fuzzer.Instrument(copy, IsCounted, Options.Value);
                File.Move(copy, path, overwrite: true);
            }
        }
    }

    private static bool IsCounted(string type) => Array.Exists(Namespaces, name => type.StartsWith(name, StringComparison.Ordinal));

    private static bool IsInstrumented(string path)
    {
        using var assembly = new PEReader(File.OpenRead(path));
        var metadata = assembly.GetMetadataReader();
        return metadata.AssemblyReferences.Any(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name) == CounterAssembly);
    }
}
