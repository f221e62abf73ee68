namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>How far apart on the stack the calls to <see cref="Look"/> were.</summary>
internal sealed unsafe class StackSpan
{
    private nint _lowest = nint.MaxValue;
    private nint _highest;

    public long Bytes => _highest - _lowest;

    public void Look()
    {
        byte here;
        var address = (nint)(&here);
        (_lowest, _highest) = (nint.Min(_lowest, address), nint.Max(_highest, address));
    }
}
