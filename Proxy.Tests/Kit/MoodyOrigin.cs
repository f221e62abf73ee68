namespace Proxy.Tests.Kit;

/// <summary>An origin that falls ill and recovers as a test says.</summary>
internal sealed class MoodyOrigin : IDisposable
{
    private const string Unavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 3\r\n\r\nbad";

    private readonly ScriptedOrigin _origin;
    private volatile Mood _mood;

    public MoodyOrigin(string name)
    {
        var response = $"HTTP/1.1 200 OK\r\nContent-Length: {name.Length}\r\n\r\n{name}";
        _origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await Patience.UntilAsync(() => Mood != Mood.Silent, "it is not silent any more");
                if (Mood == Mood.HangsUp)
                {
                    return;
                }

                var fails = Mood == Mood.Refuses || (Mood == Mood.Wavers && Asked % 2 == 0);
                await connection.SendAsync(fails ? Unavailable : response);
            }
        });
    }

    public string Address => _origin.Address;

    /// <summary>Requests that reached it.</summary>
    public int Asked => _origin.Requests.Count;

    public Mood Mood
    {
        get => _mood;
        set => _mood = value;
    }

    public void Dispose() => _origin.Dispose();
}
