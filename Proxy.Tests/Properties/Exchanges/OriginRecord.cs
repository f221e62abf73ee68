using System.Globalization;
using System.Text;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>What an origin saw during one exchange.</summary>
/// <param name="script">What it answers with, or null for its own answer.</param>
internal sealed class OriginRecord(byte[]? script)
{
    /// <summary>The field by which an answer says which of the recorded requests it answers.</summary>
    public const string Seen = "X-Seen";

    private readonly Lock _lock = new();
    private readonly List<NaiveMessage> _requests = [];
    private readonly List<string> _faults = [];

    public byte[]? Script => script;

    public List<NaiveMessage> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>What is no HTTP, or stood where nothing may stand.</summary>
    public List<string> Faults
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults];
            }
        }
    }

    public void Fault(string fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Remembers a request.</summary>
    /// <returns>The answer to it.</returns>
    public byte[] Take(NaiveMessage request)
    {
        lock (_lock)
        {
            var body = request.Method == "HEAD" ? "" : "ok";
            var answer = $"HTTP/1.1 200 OK\r\n{Seen}: {_requests.Count.ToString(CultureInfo.InvariantCulture)}\r\nContent-Length: 2\r\n\r\n{body}";
            _requests.Add(request);
            return script ?? Encoding.ASCII.GetBytes(answer);
        }
    }
}
