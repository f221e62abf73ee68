using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Model;

/// <summary>What holds for both directions.</summary>
internal static class Messages
{
    /// <summary>The first difference in what stands behind the head, or null. Trailers may be dropped; none may come out of nothing.</summary>
    public static string? BodyDiffers(NaiveMessage received, NaiveMessage sent)
    {
        if (!received.Body.AsSpan().SequenceEqual(sent.Body))
        {
            return $"content is <{Escaped.Of(sent.Body)}>, wanted is <{Escaped.Of(received.Body)}>";
        }

        var left = 0;
        foreach (var trailer in sent.Trailers)
        {
            left = received.Trailers.IndexOf(trailer, left) + 1;
            if (left == 0 || Lists.NeverTrailers.Contains(trailer.Name))
            {
                return $"trailer <{trailer}>";
            }
        }

        return null;
    }
}
