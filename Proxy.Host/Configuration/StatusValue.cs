using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>Reads a status code or a range of them: <c>200</c>, <c>"2xx"</c>, <c>"200-204"</c>.</summary>
internal static class StatusValue
{
    public static ValueReader<StatusRange> Reader { get; } = new(
        new EitherShape(new ScalarShape(ScalarKind.WholeNumber), Values.Text.Shape),
        Read,
        range => range.First == range.Last ? $"{range}" : JsonText.Quote($"{range}"));

    private static bool Read(ConfigNode node, ConfigProblems problems, out StatusRange value)
    {
        value = default;
        return (node.Kind is ConfigNodeKind.Number or ConfigNodeKind.String && StatusRange.TryParse(node.Text, out value))
            || Values.Fail(node, problems, $"a status is needed, as in 200, \"2xx\" or \"200-204\"; found {node.Describe()}");
    }
}
