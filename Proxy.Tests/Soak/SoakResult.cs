namespace Proxy.Tests.Soak;

/// <summary>What came back for one request.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Status">The final status, or 0 where none came.</param>
/// <param name="IsOrigins">An origin wrote it; else the proxy did.</param>
/// <param name="Closes">Nothing follows on the connection.</param>
/// <param name="Defect">What can never be right, whatever was asked; else null.</param>
internal sealed record SoakResult(ResultEnding Ending, int Status = 0, bool IsOrigins = false, bool Closes = true, string? Defect = null);
