using Proxy.Host;

namespace Proxy.Tests.Host;

/// <summary>One run of the program inside the test's process.</summary>
internal sealed record HostInvocation(int ExitCode, string Output, string Error)
{
    public static async Task<HostInvocation> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await HostApp.InvokeAsync(args, output, error);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
