namespace Proxy.Host.Configuration;

/// <summary>One thing wrong with a configuration file.</summary>
/// <param name="Offset">Where it stands, in bytes.</param>
/// <param name="Path">What it is about; empty for the whole file.</param>
/// <param name="Message">What was found, what is allowed, and the likely fix.</param>
internal readonly record struct ConfigProblem(int Offset, string Path, string Message);
