using Microsoft.Extensions.Logging;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Host.Reloading;

/// <summary>
/// Brings a running proxy to what its file says now. An error anywhere changes nothing and is logged on a line of its own. One reload at a time; those that signals
/// and the watch ask for meanwhile become one.
/// </summary>
internal sealed class Reloader
{
    /// <summary>How long reading may take: a pipe, or a share that is gone, must not hold up every further reload.</summary>
    internal static readonly TimeSpan MaxLoad = TimeSpan.FromSeconds(20);

    private readonly ProxyServer _server;
    private readonly ConfigurationSource? _source;
    private readonly Func<HostOptions, IEnumerable<string>> _applyHost;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _alone = new(1, 1);
    private volatile ReloadOutcome? _last;
    private Task<LoadedConfiguration>? _loading;
    private int _pending;
    private long _succeeded;
    private long _refused;

    /// <param name="server">What is reloaded; it runs.</param>
    /// <param name="source">The file, or null where there is none to read again.</param>
    /// <param name="applyHost">Applies what is not the proxy's own; returns the keys that wait for a restart.</param>
    /// <param name="log">Where errors and successes go.</param>
    /// <param name="clock">The time; null for the system's.</param>
    public Reloader(
        ProxyServer server, ConfigurationSource? source, Func<HostOptions, IEnumerable<string>> applyHost, ILogger log, TimeProvider? clock = null)
    {
        (_server, _source, _applyHost, _log) = (server, source, applyHost, log);
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>How the last one went; null where there was none.</summary>
    public ReloadOutcome? Last => _last;

    /// <summary>Reloads that went well.</summary>
    public long Succeeded => Interlocked.Read(ref _succeeded);

    /// <summary>Reloads that changed nothing, for an error.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Asks for a reload, and does not wait for it.</summary>
    public void Request(string trigger)
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0)
        {
            _ = Task.Run(() => ReloadAsync(trigger, () => Volatile.Write(ref _pending, 0)));
        }
    }

    /// <summary>Reloads. Never throws for what is in the file, or for a proxy that stops meanwhile.</summary>
    public Task<ReloadOutcome> ReloadAsync(string trigger) => ReloadAsync(trigger, static () => { });

    private async Task<ReloadOutcome> ReloadAsync(string trigger, Action begun)
    {
        await _alone.WaitAsync();
        try
        {
            // From here on a further request is one for a further reload: the file may change as soon as it is read.
            begun();
            var outcome = await TryAsync(trigger);
            Tell(outcome);
            _last = outcome;
            Interlocked.Increment(ref (outcome.Succeeded ? ref _succeeded : ref _refused));
            return outcome;
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task<ReloadOutcome> TryAsync(string trigger)
    {
        var at = _clock.GetUtcNow();
        try
        {
            if (_source is not { IsFile: true })
            {
                var why = _source is null ? "the proxy runs without a configuration file" : $"{_source.Path} is no file that could be read again";
                return new(at, trigger, [$"nothing to reload: {why}"], []);
            }

            if (_loading is { IsCompleted: false })
            {
                return new(at, trigger, [$"{_source.Path}: the last reload still waits for this file, or one that it names: is it a pipe, or on a share that is gone?"], []);
            }

            var loaded = await (_loading = Task.Run(_source.Load)).WaitAsync(MaxLoad, _clock);
            return loaded.Errors.Count > 0 ? new(at, trigger, loaded.Errors, []) : new(at, trigger, [], await ApplyAsync(loaded));
        }
        catch (TimeoutException)
        {
            return new(at, trigger, [$"{_source!.Path}: this file, or one that it names, could not be read within {MaxLoad.TotalSeconds} s"], []);
        }
        catch (ConfigurationException e)
        {
            return new(at, trigger, [.. e.Errors.Select(error => error.ToString())], []);
        }
        catch (ProxyStartException e)
        {
            return new(at, trigger, [e.Message], []);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            return new(at, trigger, ["the proxy is stopping"], []);
        }
        catch (Exception e)
        {
            _log.LogError(e, "unexpected error in a reload");
            return new(at, trigger, [$"unexpected error: {e.GetType().Name}: {e.Message}"], []);
        }
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(LoadedConfiguration loaded)
    {
        var report = await _server.ReloadAsync(loaded.Options);
        string[] late = [.. report.NeedsRestart, .. _applyHost(loaded.Host)];
        return [.. loaded.Warnings, .. ReloadNotes.Of(report), .. late.Length == 0 ? (string[])[] : [$"changed only with a restart: {string.Join(", ", late)}"]];
    }

    private void Tell(ReloadOutcome outcome)
    {
        if (outcome.Succeeded)
        {
            _log.LogInformation("reloaded ({Trigger}): {Notes}", outcome.Trigger, string.Join("; ", outcome.Notes));
            return;
        }

        _log.LogError("not reloaded ({Trigger}), nothing has changed; errors: {Count}", outcome.Trigger, outcome.Errors.Count);
        foreach (var error in outcome.Errors)
        {
            _log.LogError("{Error}", error);
        }
    }
}
