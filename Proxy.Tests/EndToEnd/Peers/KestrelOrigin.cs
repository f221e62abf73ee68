using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>An origin on Kestrel, in the tests' own process.</summary>
internal sealed class KestrelOrigin : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private KestrelOrigin(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Requests for <c>/hello</c> so far.</summary>
    public int Requests => _requests;

    public static async Task<KestrelOrigin> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var origin = new KestrelOrigin(app);
        app.Run(origin.ServeAsync);
        await app.StartAsync();
        return origin;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>What <c>/upload</c> says of a body, without how it was framed.</summary>
    public static string Receipt(byte[] body) =>
        string.Create(CultureInfo.InvariantCulture, $"{body.Length} {Convert.ToHexStringLower(SHA256.HashData(body))}");

    private Task ServeAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/hello":
                Interlocked.Increment(ref _requests);
                context.Response.ContentLength = 5;
                return context.Response.WriteAsync("hello");
            case "/chunked":
                return ChunkedAsync(context.Response);
            case "/upload":
                return UploadAsync(context);
            case "/refuse":
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return context.Response.WriteAsync("refused");
            case "/limited":
                // Kestrel itself refuses what is longer: 413, and the connection ends.
                context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = 1024;
                return UploadAsync(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private static async Task ChunkedAsync(HttpResponse response)
    {
        for (var i = 0; i < 16; i++)
        {
            await response.WriteAsync($"{i:D2}{new string('x', 998)}");
            await response.Body.FlushAsync();
        }
    }

    private static async Task UploadAsync(HttpContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        var length = 0L;
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            length += count;
        }

        var headers = context.Request.Headers;
        var framing = headers.TransferEncoding.Count > 0 ? headers.TransferEncoding.ToString() : headers.ContentLength.ToString();
        await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{length} {Convert.ToHexStringLower(hash.GetHashAndReset())} {framing}"));
    }
}
