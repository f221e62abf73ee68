using System.Text;
using NUnit.Framework;
using Proxy.Http1.Messages;

namespace Proxy.Tests.Http1.Messages;

[TestFixture]
public sealed class KnownHeadersTests
{
    private static IEnumerable<KnownHeader> All => Enum.GetValues<KnownHeader>().Where(header => header != KnownHeader.None);

    [Test]
    public void Every_name_is_found_in_any_case()
    {
        foreach (KnownHeader header in All)
        {
            string name = Feeding.Text(KnownHeaders.NameOf(header));
            Assert.That(KnownHeaders.Find(Feeding.Bytes(name)), Is.EqualTo(header), name);
            Assert.That(KnownHeaders.Find(Feeding.Bytes(name.ToUpperInvariant())), Is.EqualTo(header), name);
            Assert.That(KnownHeaders.Find(Feeding.Bytes(name.ToLowerInvariant())), Is.EqualTo(header), name);
        }
    }

    [Test]
    public void A_name_with_one_byte_changed_is_another()
    {
        foreach (KnownHeader header in All.Where(header => header != KnownHeader.XForwardedOther))
        {
            byte[] name = KnownHeaders.NameOf(header).ToArray();
            for (int i = 0; i < name.Length; i++)
            {
                byte original = name[i];
                for (int b = 0; b < 256; b++)
                {
                    name[i] = (byte)b;
                    bool same = char.ToLowerInvariant((char)b) == char.ToLowerInvariant((char)original) && b < 128;
                    Assert.That(KnownHeaders.Find(name) == header, Is.EqualTo(same), Feeding.Text(name));
                }

                name[i] = original;
            }

            Assert.That(KnownHeaders.Find(name.AsSpan(0, name.Length - 1)), Is.Not.EqualTo(header));
            Assert.That(KnownHeaders.Find([.. name, (byte)'x']), Is.Not.EqualTo(header));
        }
    }

    [TestCase("", KnownHeader.None)]
    [TestCase("x", KnownHeader.None)]
    [TestCase("x-forwarded", KnownHeader.None)]
    [TestCase("X-FORWARDED-Prefix", KnownHeader.XForwardedOther)]
    [TestCase("x-forwarded-hosts", KnownHeader.XForwardedOther)]
    [TestCase("y-forwarded-for", KnownHeader.None)]
    [TestCase("user\ragent", KnownHeader.None)]
    public void Names_that_are_no_known_header(string name, KnownHeader expected) =>
        Assert.That(KnownHeaders.Find(Feeding.Bytes(name)), Is.EqualTo(expected));

    [Test]
    public void A_set_holds_what_was_put_in()
    {
        Assert.That((int)All.Max(), Is.LessThan(64));
        KnownHeaderSet set = default;
        foreach (KnownHeader header in All)
        {
            Assert.That(set.Contains(header), Is.False);
            set = set.With(header);
            Assert.That(set.Contains(header), Is.True);
            Assert.That(set.Without(header).Contains(header), Is.False);
        }

        KnownHeaderSet one = KnownHeaderSet.Of(KnownHeader.Host, KnownHeader.None);
        Assert.That(one.Contains(KnownHeader.None), Is.False);
        Assert.That((set & one, one | set), Is.EqualTo((one, set)));
        Assert.That((default(KnownHeaderSet).IsEmpty, one.IsEmpty), Is.EqualTo((true, false)));
    }

    [Test]
    public void Methods_have_the_properties_of_RFC_9110()
    {
        KnownMethod[] methods = Enum.GetValues<KnownMethod>();
        Assert.That(methods.Where(m => m.IsSafe()), Is.EquivalentTo(
            new[] { KnownMethod.Get, KnownMethod.Head, KnownMethod.Options, KnownMethod.Trace }));
        Assert.That(methods.Where(m => m.IsIdempotent() && !m.IsSafe()), Is.EquivalentTo(new[] { KnownMethod.Put, KnownMethod.Delete }));
        foreach (KnownMethod method in methods.Where(method => method != KnownMethod.Other))
        {
            Assert.That(Methods.Find(Feeding.Bytes(method.ToString().ToUpperInvariant())), Is.EqualTo(method));
            Assert.That(Methods.Find(Feeding.Bytes(method.ToString())), Is.EqualTo(KnownMethod.Other));
        }
    }

    [TestCase("X_Forwarded_For", KnownHeader.XForwardedFor)]
    [TestCase("x-real_ip", KnownHeader.XRealIp)]
    [TestCase("X_Forwarded_Something-Longer-Than-Any-Name-We-Know", KnownHeader.XForwardedOther)]
    [TestCase("Content_Length", KnownHeader.ContentLength)]
    [TestCase("Content_Lengths", KnownHeader.None)]
    [TestCase("_", KnownHeader.None)]
    [TestCase("A_Name_That_Is_Much_Longer_Than_Any_Known_Header", KnownHeader.None)]
    public void Underscores_are_read_as_hyphens(string name, KnownHeader lookalike) =>
        Assert.That(KnownHeaders.FindLookalike(Encoding.ASCII.GetBytes(name)), Is.EqualTo(lookalike));
}
