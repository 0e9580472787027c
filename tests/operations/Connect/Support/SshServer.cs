using System.Diagnostics;
using TechCorp.PgInfra.Operations.Tests.Runbooks;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Tests.Connect;

/// <summary>A bastion on loopback: OpenSSH's own server, unprivileged, with keys of its own.</summary>
internal sealed class SshServer : IAsyncDisposable
{
    public const string Program = "/usr/sbin/sshd";
    private readonly string _folder = Directory.CreateTempSubdirectory("bastion-").FullName;
    private Process? _server;

    public int Port { get; } = LoopbackPorts.Next();

    /// <summary>A folder with an <c>ssh</c> in front of PATH that knows this bastion's key, as a developer's ~/.ssh/config would.</summary>
    public string ClientFolder => Path.Combine(_folder, "bin");

    public static async Task<SshServer> StartAsync()
    {
        var server = new SshServer();
        var folder = server._folder;
        // sshd does not run as root without its separation folder, and nobody but root may make it.
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        foreach (var key in (string[])["host", "client"]) Assert.Equal(0, (await Command.RunAsync(null, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, key))).Code);
        File.Copy(Path.Combine(folder, "client.pub"), Path.Combine(folder, "authorized"));
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), $"""
            Port {server.Port}
            ListenAddress 127.0.0.1
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/authorized
            PidFile none
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "known"), $"[127.0.0.1]:{server.Port} {await File.ReadAllTextAsync(Path.Combine(folder, "host.pub"))}");
        Directory.CreateDirectory(server.ClientFolder);
        await File.WriteAllTextAsync(Path.Combine(server.ClientFolder, "ssh"), $"#!/bin/sh\nexec /usr/bin/ssh -F none -i {folder}/client -o UserKnownHostsFile={folder}/known -o IdentitiesOnly=yes \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(server.ClientFolder, "ssh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        server._server = Process.Start(Command.Start(null, Program, "-D", "-e", "-f", Path.Combine(folder, "config")))!;
        for (var i = 0; i < 100 && LoopbackPorts.IsFree(server.Port); i++) await Task.Delay(50);
        return server;
    }

    /// <summary>Opens the tunnel of a printed line, and closes it when disposed.</summary>
    public async Task<IAsyncDisposable> OpenAsync(string line, int localPort)
    {
        // The shell's own exec: ending it ends ssh.
        var process = Process.Start(Command.Start(new Dictionary<string, string> { ["PATH"] = $"{ClientFolder}:{Environment.GetEnvironmentVariable("PATH")}" }, "sh", "-c", "exec " + line))!;
        for (var i = 0; i < 200 && LoopbackPorts.IsFree(localPort) && !process.HasExited; i++) await Task.Delay(50);
        Assert.False(process.HasExited, process.HasExited ? await process.StandardError.ReadToEndAsync() : "");
        return new Closing(process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await new Closing(_server).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Closing(Process process) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
