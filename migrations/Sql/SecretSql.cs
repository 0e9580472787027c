using System.Text;

namespace TechCorp.PgInfra.Migrations.Sql;

/// <summary>
/// A statement as it is sent and as it is shown: where a verifier goes, the shown text has a psql variable, so that a printed
/// plan gives nothing away and still runs in psql once the variables are set.
/// </summary>
public sealed record SqlText(string Sent, string Shown)
{
    /// <summary>A statement without secrets.</summary>
    public static implicit operator SqlText(string sql) => new(sql, sql);

    /// <summary>The statement as shown.</summary>
    public override string ToString() => Shown;
}

/// <summary>Writes a statement with secrets in it.</summary>
internal sealed class SecretSql
{
    private readonly StringBuilder _sent = new();
    private readonly StringBuilder _shown = new();
    private bool _isSecret;

    public SecretSql Append(string text)
    {
        _sent.Append(text);
        _shown.Append(text);
        return this;
    }

    /// <summary>A string literal that is only ever sent.</summary>
    public SecretSql AppendVerifier(string login, string verifier)
    {
        _isSecret = true;
        _sent.Append(Identifier.Literal(verifier));
        _shown.Append(":'").Append(string.Concat(login.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))).Append("_verifier'");
        return this;
    }

    /// <summary>
    /// The statement. <c>log_statement = ddl</c>, which the estate declares, writes CREATE ROLE and ALTER ROLE into the server's log word
    /// for word, and with it the verifier; a DO block is no DDL, and what runs inside is not logged.
    /// </summary>
    public SqlText Text()
    {
        var (sent, shown) = (_sent.ToString(), _shown.ToString());
        var isLogged = _isSecret && (sent.StartsWith("CREATE ROLE ", StringComparison.Ordinal) || sent.StartsWith("ALTER ROLE ", StringComparison.Ordinal));
        return new(isLogged ? $"DO $pginfra$BEGIN {sent}; END$pginfra$" : sent, shown);
    }
}
