using System.Globalization;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>Reads a jitter: a share as <c>0.1</c>, or a duration as <c>"500ms"</c>.</summary>
internal static class JitterValue
{
    public static ValueReader<HealthCheckJitter> Reader { get; } = new(
        new EitherShape(new ScalarShape(ScalarKind.Share), Values.Duration.Shape),
        Read,
        jitter => jitter.Time == TimeSpan.Zero ? jitter.Share.ToString(CultureInfo.InvariantCulture) : Values.Duration.Write(jitter.Time));

    private static bool Read(ConfigNode node, ConfigProblems problems, out HealthCheckJitter value)
    {
        value = default;
        if (node.MayBe(ConfigNodeKind.Number) && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share))
        {
            value = HealthCheckJitter.Of(share);
            return true;
        }

        if (node.Kind == ConfigNodeKind.String && DurationText.TryParse(node.Text, out var time))
        {
            value = HealthCheckJitter.Of(time);
            return true;
        }

        return Values.Fail(node, problems, $"a share from 0 to 1 is needed, as in 0.1, or a duration like \"500ms\"; found {node.Describe()}");
    }
}
