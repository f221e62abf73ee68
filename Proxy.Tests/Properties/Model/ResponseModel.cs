using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Model;

/// <summary>What a client has to get for a response that is relayed.</summary>
internal static class ResponseModel
{
    /// <summary>The first difference between what was relayed and what had to be, or null.</summary>
    public static string? Differs(NaiveMessage received, NaiveMessage relayed)
    {
        if (received.Status != relayed.Status)
        {
            return $"status {relayed.Status} for {received.Status}";
        }

        // RFC 9112 §6.1, RFC 9110 §8.6: neither may stand where there can be no body.
        if (relayed.Status is < 200 or 204 && relayed.Fields.Exists(field => field.Is("Transfer-Encoding") || field.Is("Content-Length")))
        {
            return "framing of a body there cannot be";
        }

        var (wanted, got) = (Text(Survivors(received)), Text(Relayed(received, relayed)));
        return wanted == got ? Messages.BodyDiffers(received, relayed) : $"fields are <{got}>, wanted are <{wanted}>";
    }

    private static string Text(IEnumerable<NaiveField> fields) => string.Join('\n', fields);

    private static IEnumerable<NaiveField> Survivors(NaiveMessage received)
    {
        var nominated = Nominations.Of(received);
        return received.Fields.Where(field =>
            !(Lists.HopByHop.Contains(field.Name) && !field.Is("HTTP2-Settings"))
            && !Lists.Portrait.Contains(field.Name)
            && !nominated.Contains(field.Name)
            && !(field.Is("Content-Length") && received.Status is < 200 or 204));
    }

    // The proxy's own: framing, its Connection, and Date where the origin told none (RFC 9110 §6.6.1).
    private static IEnumerable<NaiveField> Relayed(NaiveMessage received, NaiveMessage relayed)
    {
        var hasDate = received.All("Date").Count > 0;
        return relayed.Fields.Where(field =>
            !field.Is("Transfer-Encoding") && !field.Is("Connection") && !field.Is("Trailer") && (hasDate || !field.Is("Date")));
    }
}
