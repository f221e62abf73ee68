using System.Net;
using DnsClient;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// Asks name servers, one after the other and all of them twice, until one knows: what is lost, refused or broken on its side is for the next one to say. That
/// a name does not exist is an answer, as it is for the system's resolver. The time of a look-up is shared out among the tries.
/// </summary>
internal sealed class DnsServers
{
    private const int Rounds = 2;

    // What is left makes it known that no server answered, before the look-up's time is over.
    private const double ShareForTries = 0.8;

    // What fits into one packet on any path (RFC 9715 §3); what does not is truncated, and asked for again by TCP.
    private const int MaxUdpPayload = 1232;

    private static readonly TimeSpan MinTryTime = TimeSpan.FromMilliseconds(50);

    // Its order of servers, its cache and its errors are not used: one server a call, and what it said is judged here.
    private readonly LookupClient _client = new(new LookupClientOptions(new NameServer(IPAddress.Loopback))
    {
        UseCache = false,
        Retries = 0,
        ThrowDnsErrors = false,
        ExtendedDnsBufferSize = MaxUdpPayload,
    });

    private readonly TimeSpan _timeout;

    public DnsServers(ResolveOptions options) => _timeout = options.Timeout;

    /// <exception cref="EndpointSourceException">No server gave an answer; it is temporary.</exception>
    public async Task<DnsAnswer> QueryAsync(IReadOnlyList<IPEndPoint> servers, string name, QueryType type, CancellationToken cancellationToken)
    {
        var time = _timeout * ShareForTries / (Rounds * servers.Count);
        var settings = new DnsQueryOptions
        {
            UseCache = false,
            Retries = 0,
            ThrowDnsErrors = false,
            ExtendedDnsBufferSize = MaxUdpPayload,
            Timeout = time > MinTryTime ? time : MinTryTime,
        };
        var question = QuestionOf(name, type);
        var problems = new List<string>();
        for (var i = 0; i < Rounds * servers.Count; i++)
        {
            var (answer, problem) = await TryAsync(servers[i % servers.Count], question, settings, cancellationToken).ConfigureAwait(false);
            if (answer is not null)
            {
                return answer;
            }

            problems.Add($"{servers[i % servers.Count]} {problem}");
        }

        throw new EndpointSourceException($"no name server could tell about \"{name}\": {string.Join("; ", problems.Distinct())}", isTemporary: true);
    }

    // A name that is written down wrongly is none (RFC 1035 §2.3.4).
    private static DnsQuestion QuestionOf(string name, QueryType type)
    {
        try
        {
            return new DnsQuestion(name, type);
        }
        catch (ArgumentException exception)
        {
            throw new EndpointSourceException($"\"{name}\" is no name of DNS", isTemporary: false, exception);
        }
    }

    private async Task<(DnsAnswer? Answer, string Problem)> TryAsync(
        IPEndPoint server, DnsQuestion question, DnsQueryOptions settings, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.QueryServerAsync([new NameServer(server)], question, settings, cancellationToken).ConfigureAwait(false);
            return !Answers(response, question) ? (null, "answered another question")
                : response.Header.ResponseCode switch
                {
                    DnsHeaderResponseCode.NoError => (new DnsAnswer(response.Answers, response.Additionals), ""),
                    DnsHeaderResponseCode.NotExistentDomain => (DnsAnswer.Nothing, ""),
                    var code => (null, $"said {NameOf(code)}"),
                };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, exception is DnsResponseException { Code: DnsResponseCode.ConnectionTimeout } or TimeoutException
                ? "did not answer"
                : $"failed: {(exception.InnerException ?? exception).Message}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The look-up was given up.", exception, cancellationToken);
        }
    }

    // Else anything that came to the right port with the right number would do (RFC 5452 §9.1).
    private static bool Answers(IDnsQueryResponse response, DnsQuestion question) =>
        response.Questions is [var asked]
        && asked.QuestionType == question.QuestionType
        && string.Equals(asked.QueryName.Value, question.QueryName.Value, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(DnsHeaderResponseCode code) => code switch
    {
        DnsHeaderResponseCode.ServerFailure => "SERVFAIL",
        DnsHeaderResponseCode.Refused => "REFUSED",
        DnsHeaderResponseCode.FormatError => "FORMERR",
        DnsHeaderResponseCode.NotImplemented => "NOTIMP",
        _ => code.ToString(),
    };
}
