namespace Proxy.Fuzz;

/// <summary>Mutates inputs for as long as it is told, keeps those that reach new code, and writes down what breaks a property.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (!FuzzOptions.TryParse(args, out var options, out var error))
        {
            Console.Error.WriteLine($"fuzz: {error}\n{FuzzOptions.Usage}");
            return 2;
        }

        // Before anything of them is loaded.
        Instrumentation.Ensure("Proxy.Http1.dll", "Proxy.Core.dll");
        return FuzzSession.Run(options);
    }
}
