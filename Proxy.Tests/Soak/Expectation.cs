namespace Proxy.Tests.Soak;

/// <summary>Which outcomes are right.</summary>
/// <param name="Whole">The origin's response, whole.</param>
/// <param name="Cut">An unmistakable abort.</param>
/// <param name="Unanswered">The end of the connection, without a byte.</param>
/// <param name="Statuses">The proxy's own answers.</param>
internal sealed record Expectation(bool Whole = false, bool Cut = false, bool Unanswered = false, params int[] Statuses)
{
    public bool Allows(SoakResult result) => result.Ending switch
    {
        ResultEnding.Whole => result.IsOrigins ? Whole && result.Status == 200 : Statuses.Contains(result.Status),
        ResultEnding.Cut => Cut,
        ResultEnding.Unanswered => Unanswered,
        _ => false,
    };

    public override string ToString() => string.Join(
        " or ", ((string[])[Whole ? "whole" : "", Cut ? "cut" : "", Unanswered ? "unanswered" : "", .. Statuses.Select(status => $"{status}")]).Where(each => each.Length > 0));
}
