using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Model;

/// <summary>What the Connection fields of a message take off it (RFC 9110 §7.6.1).</summary>
internal static class Nominations
{
    public static HashSet<string> Of(NaiveMessage message)
    {
        var names = message.All("Connection").SelectMany(value => value.Split(',')).Select(name => name.Trim(' ', '\t'));
        var set = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        set.ExceptWith(Lists.ForTheRecipient);
        set.Remove("close");
        return set;
    }
}
