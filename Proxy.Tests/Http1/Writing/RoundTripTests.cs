using System.Text;
using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Http1.Writing;

[TestFixture]
public sealed class RoundTripTests
{
    private const string TokenBytes = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";

    [Test]
    public void Random_request_heads_are_a_fixed_point_of_write_and_parse()
    {
        const int Seed = 91125;
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        for (int round = 0; round < 400; round++)
        {
            string received = RandomRequest(random);
            RequestHead first = Feeding.ParseRequest(received);
            string written = Write(first);
            RequestHead second = Feeding.ParseRequest(written);
            Assert.That(Write(second), Is.EqualTo(written), $"round {round}");
            Assert.That(Feeding.Text(second.Path), Is.EqualTo(Feeding.Text(first.Path)), $"round {round}");
            Assert.That(second.Framing, Is.EqualTo(first.Framing));
            Assert.That(second.Fields.Count, Is.EqualTo(first.Fields.Count));
            for (int i = 0; i < first.Fields.Count; i++)
            {
                Assert.That(Feeding.Text(second.NameOf(i)), Is.EqualTo(Feeding.Text(first.NameOf(i))));
                Assert.That(Feeding.Text(second.ValueOf(i)), Is.EqualTo(Feeding.Text(first.ValueOf(i))));
            }

            if (round % 40 == 0)
            {
                Feeding.Request(received);
            }
        }
    }

    [Test]
    public void Heads_with_one_byte_changed_give_one_answer_under_every_segmentation()
    {
        const int Seed = 7712;
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        for (int round = 0; round < 100; round++)
        {
            char[] text = RandomRequest(random, fields: 2).ToCharArray();
            text[random.Next(text.Length)] = "\r\n \t:\0\x80/,H"[random.Next(10)];
            Feeding.Request(new string(text));
        }
    }

    private static string Write(RequestHead head)
    {
        byte[] bytes = new byte[HeadWriter.UpperBound(head)];
        HeadWriter writer = new(bytes);
        RequestWriter.WriteRequestLine(ref writer, head);
        writer.WriteFields(head, default);
        writer.WriteEnd();
        return Feeding.Text(bytes.AsSpan(0, writer.Written));
    }

    private static string RandomRequest(Random random, int fields = 30)
    {
        string[] targets = ["/", "/a/b?c=d", "http://h", "http://h:80?x", "HTTPS://[::1]/y?z", "*"];
        string target = random.GetItems(targets, 1)[0];
        StringBuilder text = new();
        text.Append(target == "*" ? "OPTIONS" : "M" + RandomToken(random)).Append(' ').Append(target).Append(" HTTP/1.1\r\nHost: a\r\n");
        for (int i = random.Next(fields); i > 0; i--)
        {
            text.Append("X-").Append(RandomToken(random)).Append(':').Append(RandomValue(random)).Append("\r\n");
        }

        string[] framings = ["", "Content-Length: 12\r\n", "Transfer-Encoding:chunked \r\n"];
        return text.Append(random.GetItems(framings, 1)[0]).Append("\r\n").ToString();
    }

    private static string RandomToken(Random random) => new(random.GetItems(TokenBytes.AsSpan(), random.Next(1, 30)));

    private static string RandomValue(Random random)
    {
        char[] value = new char[random.Next(80)];
        for (int i = 0; i < value.Length; i++)
        {
            int b = random.Next(31, 256);
            value[i] = b is 31 ? '\t' : b == 127 ? ' ' : (char)b;
        }

        return new string(value);
    }
}
