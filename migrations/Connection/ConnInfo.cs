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
        "host", "hostaddr", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout",
    ];

    // Harmless here: the step names itself and never sends a startup option.
    private static readonly ImmutableArray<string> Ignored =
        ["application_name", "fallback_application_name", "client_encoding", "target_session_attrs", "channel_binding", "gssencmode",
         "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "options"];

    /// <summary>Puts what <paramref name="text"/> says over <paramref name="defaults"/>; null defaults demand a host.</summary>
    /// <exception cref="PostDeployException">Anything malformed, all of it at once; exit 2. The text itself is never repeated: it may hold a password.</exception>
    public static ConnectionTarget Parse(string text, ConnectionTarget? defaults = null)
    {
        var problems = new List<string>();
        var isUrl = text.StartsWith("postgresql://", StringComparison.Ordinal) || text.StartsWith("postgres://", StringComparison.Ordinal);
        var values = isUrl ? ConnInfoUrl.Read(text, problems) : ReadPairs(text, problems);
        foreach (var keyword in values.Keys.Where(k => !Keywords.Contains(k) && !Ignored.Contains(k)))
        {
            problems.Add($"--connect: unknown keyword '{keyword}'; known are {string.Join(", ", Keywords)}");
        }

        string? Value(string keyword) => values.TryGetValue(keyword, out var value) && value.Length > 0 ? value : null;

        foreach (var keyword in new[] { "host", "hostaddr", "port" }.Where(k => Value(k)?.Contains(',', StringComparison.Ordinal) == true))
        {
            problems.Add($"--connect: {keyword} names several servers; the step goes to one, the primary");
        }

        var host = Value("host") ?? defaults?.Host ?? Value("hostaddr");
        if (host is null && problems.Count == 0)
        {
            problems.Add("--connect: no host; write host=NAME dbname=techcorp user=techcorp_admin, or postgresql://USER@HOST:5432/techcorp");
        }

        var port = Number("port", Value("port"), 1, 65535, defaults?.Port ?? Catalog.Database.Port, problems);
        var timeout = Number("connect_timeout", Value("connect_timeout"), 1, 600, defaults?.ConnectTimeout ?? 10, problems);
        var tls = Mode(Value("sslmode"), problems) ?? defaults?.Tls;
        if (problems.Count > 0)
        {
            throw new PostDeployException(ExitCode.BadUsage, [.. problems]);
        }

        return (defaults ?? new ConnectionTarget { Host = host! }) with
        {
            Host = host!,
            HostAddress = Value("hostaddr") is { } address && address != host ? address : defaults?.HostAddress,
            Port = port,
            Database = Value("dbname") ?? defaults?.Database ?? Catalog.Database.Name,
            Username = Value("user") ?? defaults?.Username ?? Catalog.Database.MasterUsername,
            Password = Value("password") ?? defaults?.Password,
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
        var isUrl = text.StartsWith("postgresql://", StringComparison.Ordinal) || text.StartsWith("postgres://", StringComparison.Ordinal);
        var values = isUrl ? ConnInfoUrl.Read(text, []) : ReadPairs(text, []);
        return values.GetValueOrDefault("user") is { Length: > 0 } user ? user : null;
    }

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
                problems.Add($"--connect: missing '=' after word {values.Count + 1}; write keyword=value pairs, or a postgresql:// URL");
                return values;
            }

            position++;
            SkipSpace(text, ref position);
            if (!ReadValue(text, ref position, out var value))
            {
                problems.Add($"--connect: the quoted value of '{keyword}' has no end; close it with ', and write ' inside as \\'");
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
            problems.Add($"--connect: {keyword} is '{value}'; it is a whole number from {least} to {most}");
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
                problems.Add($"--connect: sslmode is '{value}'; it is one of disable, allow, prefer, require, verify-ca, verify-full");
                return null;
        }
    }
}
