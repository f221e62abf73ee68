using Proxy.Host;

return await HostApp.InvokeAsync(args, StandardStreams.Output, StandardStreams.Error);
