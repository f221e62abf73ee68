using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Forwarding;

/// <summary>Moves a body from its source to its sink. Nothing more is read while the sink does not take what was read: back-pressure.</summary>
internal static class BodyRelay
{
    /// <summary>Relays to the end of the body; the first failure of either side ends it.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> RunAsync(BodySource source, BodySink sink)
    {
        while (true)
        {
            var read = await source.ReadAsync().ConfigureAwait(false);
            if (read.Error != ProxyError.None)
            {
                return read.Error;
            }

            var error = await sink.WriteAsync(read).ConfigureAwait(false);
            source.Advance();
            if (error != ProxyError.None || read.IsLast)
            {
                return error;
            }

            if (SpliceRelay.TryBegin(source, sink, out var rest))
            {
                error = await rest.ConfigureAwait(false);
                if (error != ProxyError.None || source.IsEnded)
                {
                    return error;
                }
            }
        }
    }
}
