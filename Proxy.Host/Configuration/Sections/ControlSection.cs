using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>control</c>.</summary>
internal static class ControlSection
{
    // The one string that may be null: what a file leaves out is "auto".
    private static readonly ValueReader<string?> Socket = new(
        new NullableShape(Values.Text.Shape, "no control socket"),
        (ConfigNode node, ConfigProblems problems, out string? value) =>
        {
            value = null;
            return node.Kind == ConfigNodeKind.Null || Values.Text.TryRead(node, problems, out value);
        },
        value => value is null ? "null" : JsonText.Quote(value));

    public static ObjectBinder<ControlOptions> Binder { get; } =
        new ObjectBinder<ControlOptions>("How the running proxy is asked and told on its own machine.", new())
        .Key(
            "socket",
            Socket,
            control => control.Socket,
            (control, value) => control with { Socket = value },
            "The path of the control socket, which only the proxy's user may use. `\"auto\"`: in the run directory (`$RUNTIME_DIRECTORY`, "
            + "`/run/proxy` for root, `$XDG_RUNTIME_DIR/proxy`), named after this file.");
}
