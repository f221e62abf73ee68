using NUnit.Framework;
using Proxy.Benchmarks.Compare.Machine;

namespace Proxy.Tests.Benchmarks;

internal sealed class ProcStatTests
{
    [TestCase("42 (nginx) S 7 42 42 0 -1 4194560 100 0 0 0 120 34 5 6 20 0 1 0 99 1000 200")]
    [TestCase("42 (a b) c) S 9) S 7 42 42 0 -1 4194560 100 0 0 0 120 34 5 6 20 0 1 0 99 1000 200")]
    public void User_and_system_time_are_added_up(string line) =>
        Assert.That(ProcStat.Parse(line), Is.EqualTo(new ProcStat(42, 7, 154)));

    [Test]
    public void The_kernel_writes_what_is_read()
    {
        var stat = ProcStat.Parse(File.ReadAllText("/proc/self/stat"));
        Assert.That(stat.ProcessId, Is.EqualTo(Environment.ProcessId));
        Assert.That(stat.CpuTicks, Is.GreaterThan(0));
    }

    [Test]
    public void A_tree_holds_its_root_and_uses_memory()
    {
        var tree = new ProcessTree(Environment.ProcessId);
        Assert.That(tree.Sample().ProcessIds, Does.Contain(Environment.ProcessId));
        Assert.That(tree.ProportionalBytes(), Is.GreaterThan(1 << 20));
    }

    [TestCase("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [TestCase("\t5\n", new[] { 5 })]
    public void Cores_are_listed_as_ranges(string text, int[] expected) => Assert.That(CpuList.Parse(text), Is.EqualTo(expected));

    [Test]
    public void Accepted_connections_are_found_by_the_name_of_their_column()
    {
        const string Text = "Ip: Forwarding\nIp: 1\nTcp: RtoMin ActiveOpens PassiveOpens\nTcp: 200 11 22\nUdp: In\nUdp: 1\n";
        Assert.That(TcpCounters.ParsePassiveOpens(Text), Is.EqualTo(22));
    }
}
