using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>
/// Reads a libpq connection string, keyword/value or URL (libpq manual, section 34.1.1), onto a target. Keywords this step has
/// no use for are refused by name instead of being dropped: a dropped <c>sslmode</c> typo would connect unchecked.
/// </summary>
public static class ConnInfo
{
    private static readonly ImmutableArray<string> Keywords =
    [
        "host", "hostaddr", "port", "dbname", "user", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout",
    ];

    // Harmless here: the step names itself and never sends a startup option.
    private static readonly ImmutableArray<string> Ignored =
        ["application_name", "fallback_application_name", "client_encoding", "target_session_attrs", "channel_binding", "gssencmode",
         "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "options"];

    /// <summary>Puts what <paramref name="text"/> says over <paramref name="defaults"/>; null defaults demand a host.</summary>
    /// <param name="option">The option that named it, for messages.</param>
    /// <exception cref="PostDeployException">
    /// It holds a password, or is malformed, all of it at once; exit 2. Of the text only plain words are repeated: what is misread may be a
    /// piece of a password.
    /// </exception>
    public static ConnectionTarget Parse(string text, ConnectionTarget? defaults = null, string option = "--connect")
    {
        // Alone: where one stands, whatever else is wrong may come of reading a piece of it.
        if (CommandLineSecret.IsIn(text))
        {
            throw new PostDeployException(ExitCode.BadUsage, CommandLineSecret.Refusal(option));
        }

        var problems = new List<string>();
        var values = Read(text, problems);
        foreach (var keyword in values.Keys.Where(k => !Keywords.Contains(k) && !Ignored.Contains(k)))
        {
            problems.Add($"unknown keyword{Word(keyword)}; known are {string.Join(", ", Keywords)}");
        }

        string? Value(string keyword) => values.TryGetValue(keyword, out var value) && value.Length > 0 ? value : null;

        foreach (var keyword in new[] { "host", "hostaddr", "port" }.Where(k => Value(k)?.Contains(',', StringComparison.Ordinal) == true))
        {
            problems.Add($"{keyword} names several servers; the step goes to one, the primary");
        }

        var host = Value("host") ?? defaults?.Host ?? Value("hostaddr");
        if (host is null && problems.Count == 0)
        {
            problems.Add("no host; write host=NAME dbname=techcorp user=techcorp_admin, or postgresql://USER@HOST:5432/techcorp");
        }

        var port = Number("port", Value("port"), 1, 65535, defaults?.Port ?? Catalog.Database.Port, problems);
        var timeout = Number("connect_timeout", Value("connect_timeout"), 1, 600, defaults?.ConnectTimeout ?? 10, problems);
        var tls = Mode(Value("sslmode"), problems) ?? defaults?.Tls;
        if (problems.Count > 0)
        {
            throw new PostDeployException(ExitCode.BadUsage, [.. problems.Select(p => $"{option}: {p}")]);
        }

        return (defaults ?? new ConnectionTarget { Host = host! }) with
        {
            Host = host!,
            HostAddress = Value("hostaddr") is { } address && address != host ? address : defaults?.HostAddress,
            Port = port,
            Database = Value("dbname") ?? defaults?.Database ?? Catalog.Database.Name,
            Username = Value("user") ?? defaults?.Username ?? Catalog.Database.MasterUsername,

            // What the string names wins, also over a password that the defaults hold.
            Password = Value("passfile") is null ? defaults?.Password : null,
            PasswordFile = Value("passfile") ?? defaults?.PasswordFile,
            Tls = tls,
            RootCertificate = Value("sslrootcert") ?? defaults?.RootCertificate,
            Certificate = Value("sslcert") ?? defaults?.Certificate,
            CertificateKey = Value("sslkey") ?? defaults?.CertificateKey,
            ConnectTimeout = timeout,
        };
    }

    /// <summary>The user a connection string names; null when it names none or is malformed, which <see cref="Parse"/> reports.</summary>
    public static string? UserIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, []).GetValueOrDefault("user") is { Length: > 0 } user ? user : null;
    }

    private static Dictionary<string, string> Read(string text, List<string> problems) =>
        text.StartsWith("postgresql://", StringComparison.Ordinal) || text.StartsWith("postgres://", StringComparison.Ordinal)
            ? ConnInfoUrl.Read(text, problems)
            : ReadPairs(text, problems);

    private static string Word(string text) => text.Length is > 0 and <= 30 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? $" '{text}'" : "";

    private static Dictionary<string, string> ReadPairs(string text, List<string> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var position = 0;
        while (true)
        {
            SkipSpace(text, ref position);
            if (position >= text.Length)
            {
                return values;
            }

            var start = position;
            while (position < text.Length && text[position] != '=' && !char.IsWhiteSpace(text[position]))
            {
                position++;
            }

            var keyword = text[start..position];
            SkipSpace(text, ref position);
            if (position >= text.Length || text[position] != '=')
            {
                problems.Add($"missing '=' after word {values.Count + 1}; write keyword=value pairs, or a postgresql:// URL");
                return values;
            }

            position++;
            SkipSpace(text, ref position);
            if (!ReadValue(text, ref position, out var value))
            {
                problems.Add($"the quoted value of{Word(keyword)} has no end; close it with ', and write ' inside as \\'");
                return values;
            }

            values[keyword] = value;
        }
    }

    private static bool ReadValue(string text, ref int position, out string value)
    {
        var result = new StringBuilder();
        var quoted = position < text.Length && text[position] == '\'';
        if (quoted)
        {
            position++;
        }

        for (; position < text.Length; position++)
        {
            var c = text[position];
            if (quoted ? c == '\'' : char.IsWhiteSpace(c))
            {
                position++;
                value = result.ToString();
                return true;
            }

            if (c == '\\' && position + 1 < text.Length)
            {
                c = text[++position];
            }

            result.Append(c);
        }

        value = result.ToString();
        return !quoted;
    }

    private static void SkipSpace(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    private static int Number(string keyword, string? value, int least, int most, int otherwise, List<string> problems)
    {
        if (value is null)
        {
            return otherwise;
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        if (!value.Contains(',', StringComparison.Ordinal))
        {
            problems.Add($"{keyword} is{(Word(value) is { Length: > 0 } word ? word : " something else")}; it is a whole number from {least} to {most}");
        }

        return otherwise;
    }

    private static TlsMode? Mode(string? value, List<string> problems)
    {
        switch (value)
        {
            case null: return null;
            case "disable": return TlsMode.Disable;
            case "allow": return TlsMode.Allow;
            case "prefer": return TlsMode.Prefer;
            case "require": return TlsMode.Require;
            case "verify-ca": return TlsMode.VerifyCa;
            case "verify-full": return TlsMode.VerifyFull;
            default:
                problems.Add($"sslmode is{(Word(value) is { Length: > 0 } word ? word : " something else")}; it is one of disable, allow, prefer, require, verify-ca, verify-full");
                return null;
        }
    }
}
