using System.ComponentModel;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class EventLoopGroupTests
{
    private readonly List<ScantLoop> _loops = [];

    [Test]
    public async Task Where_a_thread_cannot_start_every_loop_ends_and_the_reason_is_told()
    {
        var group = new EventLoopGroup(4, index => Add(new ScantLoop(index, canStart: index < 2)));
        await Task.Run(() => Assert.That(group.Start, Refused("cannot start 4 event loops: the system allows no further thread"))).WaitAsync(LoopHost.Patience);
        Assert.That(_loops.Select(loop => (loop.Ended.IsCompletedSuccessfully, loop.Releases)), Is.All.EqualTo((true, 1)));
    }

    [Test]
    public void Where_a_loop_cannot_be_made_those_before_are_released_and_the_reason_is_told()
    {
        Assert.That(
            () => new EventLoopGroup(4, index => index < 2 ? Add(new ScantLoop(index, canStart: true)) : throw new Win32Exception(24)),
            Refused("cannot start 4 event loops: " + new Win32Exception(24).Message));
        Assert.That(_loops.Select(loop => (loop.Ended.IsCompletedSuccessfully, loop.Releases)), Is.EqualTo(new[] { (true, 1), (true, 1) }));
    }

    [SetUp]
    public void Forget() => _loops.Clear();

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string reason) =>
        Throws.InstanceOf<ProxyStartException>().With.Message.Contains(reason);

    private ScantLoop Add(ScantLoop loop)
    {
        _loops.Add(loop);
        return loop;
    }

    /// <summary>A loop whose thread the system may refuse to start.</summary>
    private sealed class ScantLoop(int index, bool canStart) : EventLoop(index, TimeProvider.System, NullLogger.Instance)
    {
        private readonly SemaphoreSlim _wake = new(0);

        public int Releases { get; private set; }

        public override void Start()
        {
            if (!canStart)
            {
                throw new InsufficientMemoryException();
            }

            base.Start();
        }

        public override ValueTask<ConnectResult> ConnectAsync(ConnectTarget target, long timeoutMilliseconds, ConnectCancel? cancel = null) => new(ConnectResult.Failed(ConnectError.Other));

        public override void AddListener(Listener listener)
        {
        }

        protected override void Poll(int timeoutMilliseconds) => _wake.Wait(timeoutMilliseconds);

        protected override void Wake() => _wake.Release();

        protected override void OnStopped() => Releases++;
    }
}
