namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>reload</c>.</summary>
internal static class ReloadSection
{
    public static ObjectBinder<ReloadOptions> Binder { get; } =
        new ObjectBinder<ReloadOptions>("When the file is read again.", new())
        .Key(
            "watch",
            Values.Boolean,
            reload => reload.Watch,
            (reload, value) => reload with { Watch = value },
            "Reads the file again when it has changed and has been still for a second.");
}
