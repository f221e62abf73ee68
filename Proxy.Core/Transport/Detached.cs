using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <summary>What an async method returns that nobody waits for. Its state is recycled when it ends; an exception goes to its loop's log.</summary>
[AsyncMethodBuilder(typeof(DetachedBuilder))]
internal readonly struct Detached;
