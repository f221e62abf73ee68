using System.Globalization;
using System.Text;

namespace Proxy.Benchmarks.Resilience.Wire;

/// <summary>Renders requests: the text is made once, only the number differs.</summary>
internal sealed class RequestWriter
{
    private readonly Form _short = new("GET /short", "", "");
    private readonly Form _long = new("GET /long", "", "");
    private readonly Form _post = new("POST /orders", $"Content-Length: {Traffic.PostBytes}\r\n", new string('x', Traffic.PostBytes));

    /// <summary>The bytes of a request; they hold until the next call.</summary>
    public ReadOnlySpan<byte> Write(int number) => (Traffic.IsPost(number) ? _post : Traffic.IsLong(number) ? _long : _short).With(number);

    private sealed class Form
    {
        private readonly byte[] _bytes;
        private readonly int _numberAt;

        public Form(string start, string fields, string content)
        {
            var before = $"{start} HTTP/1.1\r\nHost: resilience.test\r\n{Traffic.NumberField}: ";
            _numberAt = before.Length;
            _bytes = Encoding.ASCII.GetBytes($"{before}{new string('0', Traffic.NumberDigits)}\r\n{fields}\r\n{content}");
        }

        public ReadOnlySpan<byte> With(int number)
        {
            number.TryFormat(_bytes.AsSpan(_numberAt, Traffic.NumberDigits), out _, "D10", CultureInfo.InvariantCulture);
            return _bytes;
        }
    }
}
