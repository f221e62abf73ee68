namespace Proxy.Core.Pipeline;

/// <summary>What follows from a <see cref="ProxyError"/>.</summary>
/// <param name="Status">The status the client is answered with, or 0 where no answer can reach it.</param>
/// <param name="KeepsClient">The client's connection may carry further requests.</param>
/// <param name="IsBeforeResponse">Nothing of a response was passed on: a replayable request may be tried again, where the options say so.</param>
/// <param name="Label">The reason in logs and the label in metrics.</param>
public readonly record struct ProxyErrorTraits(int Status, bool KeepsClient, bool IsBeforeResponse, string Label);
