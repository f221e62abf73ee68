namespace Proxy.Tests.Properties.Naive;

/// <summary>What one direction of a connection carried.</summary>
/// <param name="Messages">The messages that came whole.</param>
/// <param name="End">Whole when nothing stands behind the last of them.</param>
/// <param name="Why">What is missing or wrong, with its offset.</param>
/// <param name="Last">The message that is cut or wrong, as far as it was read; null where there is none.</param>
/// <param name="HasLastHead">Its head is whole.</param>
internal sealed record NaiveStream(List<NaiveMessage> Messages, NaiveVerdict End, string Why, NaiveMessage? Last, bool HasLastHead);
