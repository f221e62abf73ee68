using Proxy.Host;

return await HostApp.InvokeAsync(args, Console.Out, Console.Error);
