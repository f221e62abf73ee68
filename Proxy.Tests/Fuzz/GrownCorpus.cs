using Proxy.Tests.Properties;

namespace Proxy.Fuzz;

/// <summary>What runs have added to the repository's corpus, in a file of the same form: the next run goes on from it, and its lines may be taken over.</summary>
internal sealed class GrownCorpus(string name)
{
    private readonly string _path = Path.Combine(FuzzSession.Folder, $"corpus.{name}.txt");

    public List<byte[]> Load() => File.Exists(_path) ? CorpusFile.Parse(File.ReadAllText(_path)) : [];

    /// <summary>Writes those inputs, short ones first, that reach code which neither the repository's corpus nor those before them reach.</summary>
    /// <param name="corpus">All inputs.</param>
    /// <param name="reachesMore">Checks an input; true when it reached more than those before it, the first of which is said to be.</param>
    public void Save(IReadOnlyList<byte[]> corpus, Func<byte[], bool, bool> reachesMore)
    {
        var known = CorpusFile.Load(name);
        for (var i = 0; i < known.Count; i++)
        {
            reachesMore(known[i], i == 0);
        }

        var grown = corpus.OrderBy(input => input.Length).Where(input => reachesMore(input, false)).Select(input => Escaped.Of(input)).ToList();
        File.WriteAllLines(_path, grown);
        Console.WriteLine($"{name}: {grown.Count} inputs reach what the repository's corpus does not: {_path}");
    }
}
