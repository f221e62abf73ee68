using System.Text;
using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class TextPositionsTests
{
    [TestCase("abc", 0, 1, 1)]
    [TestCase("abc", 2, 1, 3)]
    [TestCase("abc", 3, 1, 4)]
    [TestCase("a\nb", 1, 1, 2)]
    [TestCase("a\nb", 2, 2, 1)]
    [TestCase("a\r\n\r\nb", 5, 3, 1)]
    [TestCase("é€x", 5, 1, 3)] // 2 and 3 bytes before the x
    [TestCase("\U0001F600x", 4, 1, 2)]
    public void Lines_and_columns_count_from_1_and_in_characters(string text, int offset, int line, int column) =>
        Assert.That(TextPositions.Locate(Encoding.UTF8.GetBytes(text), offset), Is.EqualTo((line, column)));
}
