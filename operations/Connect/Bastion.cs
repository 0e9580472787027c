using System.Globalization;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>An SSH tunnel (S32): a local port that ends, on the far side of the bastion, at the server.</summary>
/// <param name="Host"><c>host</c> or <c>user@host</c>, as ssh takes it.</param>
/// <param name="Port">Port of the bastion's sshd; null is what ssh's own configuration says.</param>
/// <param name="LocalPort">Port on 127.0.0.1 that clients connect to.</param>
public sealed record Bastion(string Host, int? Port, int LocalPort)
{
    /// <summary>Address clients connect to; the certificate is checked against the server's name all the same.</summary>
    public const string LocalAddress = "127.0.0.1";

    /// <summary>The words that make the tunnel; -N runs no command, and a port that is taken is an error instead of a warning.</summary>
    public IEnumerable<string> Words(string host, int port) =>
    [
        "ssh", "-N", "-o", "ExitOnForwardFailure=yes", .. Port is { } p ? (string[])["-p", p.ToString(CultureInfo.InvariantCulture)] : [],
        "-L", string.Create(CultureInfo.InvariantCulture, $"{LocalAddress}:{LocalPort}:{host}:{port}"), Host,
    ];

    /// <summary>The same as a line to paste.</summary>
    public string Text(string host, int port) => string.Join(' ', Words(host, port).Select(ShellText.Quote));

    /// <summary>
    /// A script that opens the tunnel, runs a program through it, and closes it. ssh goes to the background once the port is open, and
    /// asks what it has to ask before; the control socket is how it is found again.
    /// </summary>
    public string Script(string host, int port, IEnumerable<string> program)
    {
        var options = string.Join(' ', Words(host, port).Skip(2).SkipLast(1).Select(ShellText.Quote));
        var bastion = ShellText.Quote(Host);
        return $"""
            folder=$(mktemp -d) || exit 1
            trap 'ssh -q -S "$folder/ssh" -O exit {bastion} 2>/dev/null; rm -rf "$folder"' EXIT
            trap : INT
            ssh -f -N -M -S "$folder/ssh" {options} {bastion} || exit 1
            {string.Join(' ', program.Select(ShellText.Quote))}
            """;
    }
}
