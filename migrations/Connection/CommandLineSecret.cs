using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>
/// Passwords among a program's arguments: every user of the machine reads them in the list of processes, the shell writes them into its
/// history and a pipeline into its log. So there is no option that takes one, and no message repeats what looks like one.
/// </summary>
public static partial class CommandLineSecret
{
    /// <summary>What an option that holds one is answered with, and the ways in that nobody else sees.</summary>
    public static string Refusal(string option) =>
        $"{option} holds a password, which every user of this machine can read in the list of processes. Leave it out and set PGPASSWORD, "
        + "write ~/.pgpass or name such a file with passfile=FILE, or pass --outputs or --secrets (FILE, or - for standard input).";

    /// <summary>True for a connection string that holds a password, in whatever dialect and however malformed.</summary>
    public static bool IsIn(string connection) => Setting().IsMatch(connection) || Authority().IsMatch(connection);

    /// <summary>A message that quotes words of a command line, without the passwords among them.</summary>
    public static string Hide(string message) => Setting().Replace(Authority().Replace(message, "$1[hidden]@"), "$1[hidden]");

    // password=, sslpassword=, Password=, pwd=, PGPASSWORD= and JSON's "masterPassword": with something behind it, at the start of a word;
    // passfile= names a file. A quoted value may hold blanks; one without its end goes on to the end.
    [GeneratedRegex(
        """((?<![A-Za-z0-9_])["']?(?:ssl|pg|master)?(?:password|passwd|pwd)(?:["']?\s*=|["']\s*:)\s*)('(?:[^'\\]|\\.|'')+(?:'|$)|"(?:[^"\\]|\\.|"")+(?:"|$)|[^\s'"&;]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    // scheme://user:password@, up to the last @: a password copied without encoding may hold others, and slashes. A port is no password.
    [GeneratedRegex("""([A-Za-z][A-Za-z0-9+.-]*://[^\s:/?#@\[]*:)(?![0-9]+(?:[/?,]|$))[^\s]+@""", RegexOptions.CultureInvariant)]
    private static partial Regex Authority();
}
