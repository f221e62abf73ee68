using System.Diagnostics;
using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

/// <summary>Waits for a condition, with an end.</summary>
internal static class Until
{
    /// <summary>Looks again and again from the test's own thread.</summary>
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(watch.Elapsed, Is.LessThan(LoopHost.Patience), what);
            await Task.Delay(1);
        }
    }

    /// <summary>Looks once a turn, on the loop.</summary>
    public static async Task TrueAsync(EventLoop loop, Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(watch.Elapsed, Is.LessThan(LoopHost.Patience), what);
            await LoopHost.TurnAsync(loop);
        }
    }
}
