namespace Proxy.Tests.Conformance.Rig;

/// <summary>The ways to cut a case's bytes.</summary>
internal static class Feeds
{
    // Messages that are large to reach a bound say the same thing over and over: they are cut everywhere near their ends, and here and there between.
    private const int CutEverywhere = 600;
    private const int NearEnd = 40;
    private const int Stride = 997;

    /// <summary>The runs of a case, each a list of pieces: whole, byte by byte, and in two for every place to cut, the end included.</summary>
    public static IEnumerable<string[]> Runs(string bytes) => [[bytes], Bytewise(bytes), .. Cuts(bytes.Length).Select(cut => new[] { bytes[..cut], bytes[cut..] })];

    private static IEnumerable<int> Cuts(int length) =>
        Enumerable.Range(1, length).Where(cut => length <= CutEverywhere || cut <= NearEnd || cut > length - NearEnd || cut % Stride == 0);

    private static string[] Bytewise(string bytes)
    {
        if (bytes.Length <= CutEverywhere)
        {
            return [.. bytes.Select(each => each.ToString())];
        }

        return [.. bytes[..NearEnd].Select(each => each.ToString()), bytes[NearEnd..^NearEnd], .. bytes[^NearEnd..].Select(each => each.ToString())];
    }
}
