using System.IO.Pipelines;

namespace Proxy.Tests.Kit;

/// <summary>A pipe of somebody else's, whose ends do as they like.</summary>
internal sealed record OddPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
