using Proxy.Host.Configuration.Sections;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Tests.Host.Configuration.Shapes;

/// <summary>Every key of the file, wherever it stands.</summary>
internal static class ShapeWalk
{
    public static IReadOnlyList<(string Path, KeyShape Key)> Keys { get; } = [.. Below("", HostSection.Binder.Shape)];

    private static IEnumerable<(string Path, KeyShape Key)> Below(string path, ValueShape shape) => shape switch
    {
        ObjectShape holder => holder.Keys.SelectMany(key => Below($"{path}.{key.Name}", key.Value).Prepend(($"{path}.{key.Name}".TrimStart('.'), key))),
        MapShape map => Below($"{path}.*", map.Value),
        ListShape list => Below($"{path}[]", list.Item),
        NullableShape nullable => Below(path, nullable.Value),
        EitherShape either => either.Ways.SelectMany(way => Below(path, way)),
        _ => [],
    };
}
