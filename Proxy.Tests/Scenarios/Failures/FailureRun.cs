using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Observability;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Plays a row and looks at everything that follows.</summary>
internal sealed class FailureRun
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Failure _row;
    private readonly FailureStage _stage;
    private readonly RecordingLog _log = new();
    private RawClient _client = null!;
    private int _warm;

    private FailureRun(Failure row)
    {
        _row = row;
        _stage = new FailureStage(row, this);
    }

    public ProxyFixture Proxy { get; private set; } = null!;

    public AnswerReader Reader { get; private set; } = null!;

    /// <summary>Nobody does anything more: the clock may be turned.</summary>
    public bool IsStalled { get; set; }

    /// <summary>The client got what it listened for.</summary>
    public bool HasHeard { get; set; }

    /// <summary>The origin took what it waited for.</summary>
    public bool HasTaken { get; set; }

    /// <param name="row">The row.</param>
    /// <param name="optionsFor">Options of a proxy before these endpoints.</param>
    public static async Task PlayAsync(Failure row, Func<IReadOnlyList<string>, ProxyOptions> optionsFor)
    {
        var run = new FailureRun(row);
        using var stage = run._stage;
        var hooks = row.Hook is { } status ? new StatusHooks(status) : null;
        var options = row.Options(optionsFor(stage.Addresses));
        await using var proxy = run.Proxy = await ProxyFixture.StartAsync(options, new ManualClock(), hooks, run._log);
        proxy.ExpectedFaults = row.Faults;
        await run.BeginAsync();
        var answer = await run.FinishAsync();
        await run.CheckAsync(answer);
    }

    /// <summary>What was read so far was no answer yet.</summary>
    public void ReadAnew()
    {
        Reader = new AnswerReader(_client);
        _warm++;
    }

    /// <summary>How often an origin was sent the request.</summary>
    public int CountSent() => _stage.Origins.Sum(origin => origin.Requests.Count) - _warm;

    private async Task BeginAsync()
    {
        if (_row.Before.Length > 0)
        {
            await ActAsync(_row.Before, await Proxy.ConnectAsync());
        }

        _client = await Proxy.ConnectAsync(_row.ReceiveBuffer);
        Reader = new AnswerReader(_client);
        if (_row.IsPooled)
        {
            Assert.That((await _client.GetAsync()).Text, Is.EqualTo("hello"));
            await Proxy.UntilAsync(now => now.UpstreamIdle == 1, "the connection to the origin is pooled");
            _warm = 1;
        }

        _stage.Begin();
        await ActAsync(_row.Client, _client);
    }

    private async Task ActAsync(Act[] acts, Wire wire)
    {
        foreach (var act in acts)
        {
            await act(this, wire);
        }
    }

    private async Task<Answer> FinishAsync()
    {
        var answer = ReadAsync();
        if (_row.After > 0)
        {
            await Patience.UntilAsync(() => IsStalled, "nobody does anything more");
            await Proxy.SettleAsync();
            await PassTimeAsync(_row.After - 1);
            Assert.That((answer.IsCompleted, Proxy.Statistics.Errors.Count), Is.EqualTo((false, 0)), "nothing happens yet");
            for (var i = 0; i < 1 + _row.Tolerance && !answer.IsCompleted; i++)
            {
                var ends = Proxy.CountEnds();
                await PassTimeAsync(seconds: 1);

                // Where the proxy has just ended something, the client is about to see it, however busy the machine is.
                await Patience.BrieflyAsync(() => answer.IsCompleted, TimeSpan.FromMilliseconds(Proxy.CountEnds() == ends ? 5 : 500));
            }

            Assert.That(answer.IsCompleted, "it is over in time");
        }

        return await answer.WaitAsync(Patience.Time);
    }

    private async Task<Answer> ReadAsync()
    {
        if (_row.Answer == Answer.Unread || _row.ClientFate == ClientFate.Gone)
        {
            await Proxy.UntilAsync(now => now.Errors.Count > 0 || now.OpenConnections == 0, "the client is given up");
            return _row.Answer;
        }

        return await Reader.ReadAsync();
    }

    private async Task PassTimeAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await _stage.DripAsync(_client);
            await Proxy.AdvanceAsync(Second);
        }
    }

    private async Task CheckAsync(Answer answer)
    {
        Assert.That(answer, Is.EqualTo(_row.Answer), "what the client gets");
        await Patience.UntilAsync(() => CountSent() == (_row.Sent ?? _row.Tries), $"{_row.Sent ?? _row.Tries} requests at origins, not {CountSent()}");
        await CheckErrorAsync();
        await CheckOriginAsync();
        await CheckClientAsync(answer);
        Assert.That(CountSent(), Is.EqualTo(_row.Sent ?? _row.Tries), "requests at origins");
        if (_row.OriginFate == OriginFate.Pooled && _row.ClientFate == ClientFate.Kept)
        {
            Assert.That((await _client.GetAsync()).Text, Is.EqualTo("hello"), "the origin's connection goes on");
        }

        Assert.That(_stage.Origins.SelectMany(origin => origin.Failures).Where(failure => failure is AssertionException), Is.Empty);
    }

    private async Task CheckErrorAsync()
    {
        var expected = _row.Error == ProxyError.None ? [] : new[] { _row.Error };
        await Proxy.UntilAsync(now => now.Errors.Values.Sum() >= expected.Length, "the error is counted");
        Assert.That(Proxy.Statistics.Errors.Keys, Is.EqualTo(expected));
        Assert.That(Proxy.Statistics.Errors.Values, Is.All.EqualTo(1));
        Assert.That(Proxy.Statistics.Retries, Is.EqualTo(_row.Tries - 1), "tries beyond the first");
        var reasons = _log.Lines.Where(line => line.Text.StartsWith("request failed: ", StringComparison.Ordinal)).Select(line => line.Text.Split(' ')[2]);
        Assert.That(reasons, Is.EqualTo(expected.Select(error => ProxyErrors.Of(error).Label + ",")), "the log");
    }

    private async Task CheckOriginAsync()
    {
        Func<ProxyStatistics, bool> condition = _row.OriginFate switch
        {
            OriginFate.Pooled => static now => now is { UpstreamOpen: 1, UpstreamIdle: 1 },
            OriginFate.Busy => static now => now is { UpstreamOpen: 1, UpstreamIdle: 0 },
            _ => static now => now.UpstreamOpen == 0,
        };
        await Proxy.UntilAsync(condition, $"the connection to the origin is {_row.OriginFate}");
        if (_row.OriginFate == OriginFate.Unopened)
        {
            Assert.That(_stage.Origins.Sum(origin => origin.Accepted), Is.Zero, "connections to origins");
        }
    }

    private async Task CheckClientAsync(Answer answer)
    {
        switch (_row.ClientFate)
        {
            case ClientFate.Kept:
                Assert.That((await _client.AskAsync(Requests.AnsweredHere)).Status, Is.EqualTo(200), "the client goes on");
                break;
            case ClientFate.Reset:
                Assert.That(Reader.WasReset || await Reader.EndsByResetAsync(), "the client is reset");
                break;
            case ClientFate.Finished:
                await _client.ExpectEndAsync();
                break;
            case ClientFate.Closed:
                Assert.That(Reader.WasReset, Is.False, "the client is not reset");
                await _client.ExpectEndAsync();
                Assert.That(answer.Status < 200 || answer.IsCut || Reader.Head.Field("Connection") == "close", "the end is announced");
                break;
            case ClientFate.Gone:
                await Proxy.UntilAsync(now => now.OpenConnections == (_row.Before.Length > 0 ? 1 : 0), "the connection is closed");
                break;
        }
    }

    // The request that shows what became of the connection passes.
    private sealed class StatusHooks(int status) : ProxyHooks
    {
        public override ValueTask<int> OnRequestAsync(HookContext context) => new(context.Target == "/" ? status : 0);
    }
}
