using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>A real nginx with a few files, on a port of the system's choosing.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class NginxOrigin : IDisposable
{
    public const string Small = "Hello, world!";

    private readonly string _folder = Directory.CreateTempSubdirectory("proxy-nginx-").FullName;
    private readonly Process _process;

    private NginxOrigin(int port, int toldPort)
    {
        (Port, ToldPort) = (port, toldPort);
        Large = new byte[1024 * 1024];
        new Random(7).NextBytes(Large);
        WriteFiles();
        _process = Process.Start(new ProcessStartInfo("nginx", ["-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", Path.Combine(_folder, "error.log")])
        {
            RedirectStandardError = true,
        })!;
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Where connections begin with a PROXY header; everything is answered with what that told.</summary>
    public int ToldPort { get; }

    /// <summary>What <c>/large</c> is: 1 MiB.</summary>
    public byte[] Large { get; }

    public static async Task<NginxOrigin> StartAsync()
    {
        var origin = new NginxOrigin(FreePort(), FreePort());
        await Patience.UntilAsync(() => origin.Answers(), "nginx answers");
        return origin;
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        // "daemon off": the master is our child, and its workers go with it.
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        Assert.That(_process.HasExited, Is.False, "nginx has ended; is it installed?");
        try
        {
            using var probe = new TcpClient();
            probe.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void WriteFiles()
    {
        var root = Directory.CreateDirectory(Path.Combine(_folder, "www")).FullName;
        File.WriteAllBytes(Path.Combine(root, "large"), Large);
        using (var huge = File.Create(Path.Combine(root, "huge")))
        {
            huge.SetLength(1L << 30);
        }

        // Workers of a root master run as another user: everything they read has to be open to all.
        foreach (var path in new[] { _folder, root })
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off; worker_processes 1; pid {{_folder}}/nginx.pid;
            events { worker_connections 4096; }
            http {
              access_log off; sendfile on; keepalive_requests 1000000; client_max_body_size 0;
              client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/fastcgi;
              uwsgi_temp_path {{_folder}}/uwsgi; scgi_temp_path {{_folder}}/scgi;
              server {
                listen 127.0.0.1:{{Port}}; root {{root}};
                location = /small { default_type text/plain; return 200 "{{Small}}"; }
                location = /echo { default_type text/plain; return 200 "$http_x_forwarded_for|$http_x_forwarded_proto|$http_x_forwarded_host|$http_via|$http_host"; }
              }
              server {
                listen 127.0.0.1:{{ToldPort}} proxy_protocol;
                location / {
                  default_type text/plain;
                  return 200 "$proxy_protocol_addr:$proxy_protocol_port > $proxy_protocol_server_addr:$proxy_protocol_server_port on $connection";
                }
              }
            }
            """);
    }
}
