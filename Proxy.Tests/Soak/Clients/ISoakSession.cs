namespace Proxy.Tests.Soak.Clients;

/// <summary>One kind of client, for the time of one connection. A further kind is a class of its own and a line in <see cref="Sessions"/>.</summary>
internal interface ISoakSession
{
    Task RunAsync(SoakClient client);
}
