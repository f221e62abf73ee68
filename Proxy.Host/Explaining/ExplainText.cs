using System.Globalization;
using Proxy.Core.Explaining;
using Proxy.Host.CommandLine;

namespace Proxy.Host.Explaining;

/// <summary>An explanation as a screen of text: one section a part of the road, one method a section.</summary>
internal sealed class ExplainText
{
    private const int TitleWidth = 10;

    private readonly TextScreen _screen;

    private ExplainText(bool hasColor) => _screen = new TextScreen(hasColor);

    public static string Render(Explanation explanation, ExplainArguments arguments, bool hasColor)
    {
        var text = new ExplainText(hasColor);
        text.Headline(explanation, arguments);
        text.Request(explanation.Request, explanation.Listener);
        text.Warnings(explanation.Warnings);
        text.Routes(explanation);
        text.ToOrigin(explanation.ToOrigin);
        text.Answer(explanation.Answer);
        text.Response(explanation);
        text.Split(explanation.Split);
        text.Upstream(explanation.Upstream);
        text.Mirror(explanation.Mirror);
        text.Bounds(explanation.Bounds);
        return text._screen.ToString();
    }

    private void Headline(Explanation explanation, ExplainArguments arguments)
    {
        var outcome = explanation.Outcome;
        var status = outcome.Status == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{outcome.Status} ");
        var (mark, style) = outcome.Kind switch
        {
            OutcomeKind.Refuse => ("✗", TextStyle.Bad),
            OutcomeKind.Forward => ("→", TextStyle.Good),
            _ => ("←", TextStyle.Good),
        };
        _screen.Line($"{arguments.Method} {arguments.Url}", TextStyle.Bold);
        _screen.Line($"{mark} {status}{outcome.Text}", style);
    }

    private void Request(ExplainedRequest request, ExplainedListener listener)
    {
        _screen.Section("request");
        Pair("listener", listener.Name.Length == 0 ? listener.Scheme : $"{listener.Name}  {listener.Address}  {listener.Scheme}");
        var peer = request.Peer.Length > 0 ? request.Peer : "the other end, which has no address";
        var trust = request.IsTrustedPeer ? ", a trusted proxy" : "";
        Pair("client", request.Client == request.Peer ? $"{request.Client}{trust}" : $"{request.Client}, said by {peer}{trust}");
        Pair("scheme", request.Scheme == listener.Scheme ? "" : $"{request.Scheme}, said by {peer}");
        Pair("host", request.Host);
        Pair("asked for", request.SaidAuthority.Length > 0 ? $"{request.SaidAuthority}, said by {peer}" : "");
        Pair("path", request.IsNormalized ? $"{request.Path}  as routes see it" : request.Path);
        if (request.Fault is { } fault)
        {
            var reference = fault.Reference.Length > 0 ? $" ({fault.Reference})" : "";
            _screen.Section($"fault at byte {fault.Offset}");
            _screen.Add("", fault.Line.Length == 0 ? "(the empty line at the head's end)" : fault.Line);
            _screen.Add("", $"{new string(' ', fault.Column)}^ {fault.Text}{reference}", style: TextStyle.Bad);
        }
    }

    private void Warnings(IReadOnlyList<string> warnings)
    {
        if (warnings.Count > 0)
        {
            _screen.Section("warnings");
        }

        foreach (var warning in warnings)
        {
            _screen.Add("!", warning, style: TextStyle.Warning);
        }
    }

    private void Routes(Explanation explanation)
    {
        if (explanation.Routes.Count > 0)
        {
            _screen.Section("routes");
        }

        var width = explanation.Routes.Select(route => LabelOf(route).Length).DefaultIfEmpty(0).Max();
        foreach (var route in explanation.Routes)
        {
            var text = $"{LabelOf(route).PadRight(width)}  {route.Conditions}";
            var (mark, note, style, noteStyle) = route.Verdict switch
            {
                RouteVerdict.Taken => ("✓", route.Action, TextStyle.Good, TextStyle.Good),
                RouteVerdict.LessSpecific => ("○", route.Reason, TextStyle.Plain, TextStyle.Dim),
                _ => ("✗", route.Reason, TextStyle.Dim, TextStyle.Dim),
            };
            _screen.Add(mark, text, note, style, noteStyle);
            foreach (var (name, value) in route.Captures)
            {
                _screen.Add("", $"{new string(' ', width)}  {{{name}}} = {value}", style: TextStyle.Key);
            }
        }

        if (explanation.OtherRoutes.Count > 0)
        {
            var counts = string.Join(", ", explanation.OtherRoutes.Select(each => $"{each.Value} in {each.Key}"));
            _screen.Add("", $"and {explanation.OtherRoutes.Values.Sum()} more that differ: {counts}", style: TextStyle.Dim);
        }
    }

    private void ToOrigin(ExplainedHead? head)
    {
        if (head is null)
        {
            return;
        }

        _screen.Section("to the origin", "+ put on   - taken off   ~ changed");
        if (head.LineAfter == head.LineBefore)
        {
            _screen.Add("", head.LineAfter, style: TextStyle.Dim);
        }
        else
        {
            _screen.Add("-", head.LineBefore, style: TextStyle.Bad);
            _screen.Add("+", head.LineAfter, head.LineReason, TextStyle.Good);
        }

        foreach (var field in head.Fields)
        {
            Field(field);
        }
    }

    private void Answer(ExplainedAnswer? answer)
    {
        if (answer is null)
        {
            return;
        }

        _screen.Section("to the client");
        foreach (var line in answer.Head.TrimEnd().Split("\r\n"))
        {
            _screen.Add("", answer.Examples.Contains(line.Split(':')[0]) ? $"{line} (example)" : line);
        }

        if (answer.BodyBytes > 0)
        {
            _screen.Add("", "");
            _screen.Add("", answer.BodyText ?? "(no text)", string.Create(CultureInfo.InvariantCulture, $"{answer.BodyBytes} bytes"), TextStyle.Key);
        }
    }

    private void Response(Explanation explanation)
    {
        if (explanation.ResponseChanges.Count > 0)
        {
            _screen.Section("back to the client", "of what the origin answers");
        }

        foreach (var field in explanation.ResponseChanges)
        {
            Field(field);
        }

        foreach (var page in explanation.ErrorPages)
        {
            _screen.Add("", $"error page {page}");
        }
    }

    private void Split(ExplainedSplit? split)
    {
        if (split is null)
        {
            return;
        }

        _screen.Section("split", split.By);
        foreach (var share in split.Shares)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"weight {share.Weight}, {share.Percent:0.#} % of requests");
            var note = !share.IsTaken ? text : split.IsByChance ? $"{text}; what is shown is what they get" : $"{text}, this one among them";
            _screen.Add(share.IsTaken ? "✓" : "", share.Upstream, note, share.IsTaken ? TextStyle.Good : TextStyle.Plain);
        }
    }

    private void Mirror(ExplainedMirror? mirror)
    {
        if (mirror is null)
        {
            return;
        }

        _screen.Section("mirror", "a copy whose response nobody sees");
        var note = mirror.Condition.Length > 0 ? $"{mirror.Share}; {mirror.Condition}" : mirror.Share;
        _screen.Add(mirror.MayCopy ? "" : "✗", mirror.Upstream, note, TextStyle.Key);
        var section = mirror.Settings[0].Key[..(mirror.Settings[0].Key.LastIndexOf('.') + 1)];
        Settings("", section, mirror.Settings);
    }

    private void Upstream(ExplainedUpstream? upstream)
    {
        if (upstream is null)
        {
            return;
        }

        _screen.Section($"upstream \"{upstream.Name}\"", upstream.Balance);
        foreach (var endpoint in upstream.Endpoints)
        {
            var share = string.Create(CultureInfo.InvariantCulture, $"weight {endpoint.Weight}, {endpoint.Percent:0.#} % of requests");
            var note = endpoint.Note is null ? share : $"{share}, {endpoint.Note}";
            _screen.Add(endpoint.IsChosen ? "✓" : "", endpoint.Address, note, endpoint.IsChosen ? TextStyle.Good : TextStyle.Key);
        }

        _screen.Add("", upstream.Retry);
        if (upstream.HealthCheck is { } check)
        {
            _screen.Add("", check);
        }

        Settings("", $"upstreams.{upstream.Name}.", upstream.Settings);
    }

    private void Bounds(IReadOnlyList<ExplainedSetting> bounds)
    {
        if (bounds.Count > 0)
        {
            _screen.Section("bounds", "* differs from the default");
        }

        var sections = bounds.GroupBy(bound => bound.Key.Split('.')[0]).ToArray();
        var width = sections.Select(section => section.Key.Length + 2).Append(TitleWidth).Max();
        foreach (var section in sections)
        {
            Settings(section.Key, $"{section.Key}.", [.. section], width);
        }
    }

    // What somebody has set comes first.
    private void Settings(string title, string section, IReadOnlyList<ExplainedSetting> settings, int width = 2) => _screen.Words(
        title,
        width,
        settings.OrderBy(setting => setting.IsDefault).Select(setting => (
            $"{setting.Key[section.Length..]} {setting.Value}{(setting.IsDefault ? "" : "*")}",
            setting.IsDefault ? TextStyle.Dim : TextStyle.Warning)));

    private void Pair(string name, string value)
    {
        if (value.Length > 0)
        {
            _screen.Add("", $"{name,-TitleWidth}{value}");
        }
    }

    private void Field(FieldChange field)
    {
        var example = field.IsExample ? " (example)" : "";
        var (mark, style, text) = field.Kind switch
        {
            FieldChangeKind.Added => ("+", TextStyle.Good, $"{field.Name}: {field.After}{example}"),
            FieldChangeKind.Removed => ("-", TextStyle.Bad, field.Before is null ? field.Name : $"{field.Name}: {field.Before}"),
            FieldChangeKind.Changed => ("~", TextStyle.Warning, $"{field.Name}: {field.Before} → {field.After}{example}"),
            FieldChangeKind.Skipped => ("·", TextStyle.Dim, field.Name),
            _ => ("", TextStyle.Dim, $"{field.Name}: {field.After}"),
        };
        _screen.Add(mark, text, field.Reason, style);
    }

    private static string LabelOf(ExplainedRoute route) => string.Create(CultureInfo.InvariantCulture, $"{route.Index} {route.Name}").TrimEnd();
}
