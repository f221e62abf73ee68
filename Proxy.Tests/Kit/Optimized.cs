using System.Diagnostics;
using System.Reflection;
using NUnit.Framework;
using Proxy.Core;

namespace Proxy.Tests.Kit;

/// <summary>Whether the engine under test was built with optimization.</summary>
internal static class Optimized
{
    /// <summary>Ends the test as ignored in a debug build, where the state machines of async methods are classes and allocate.</summary>
    public static void Required()
    {
        if (typeof(ProxyServer).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            Assert.Ignore("Means something in a Release build only.");
        }
    }
}
