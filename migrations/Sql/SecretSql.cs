using System.Text.Json;

namespace TechCorp.PgInfra.Migrations.Sql;

/// <summary>
/// A statement as it is sent and as it is shown: where a verifier goes, the shown text has a psql variable, so that a printed
/// plan gives nothing away and still runs in psql once the variables are set.
/// </summary>
/// <param name="Secret">Value of <see cref="SecretSql.Setting"/> that the statement sent takes its verifiers from; null where it has none.</param>
public sealed record SqlText(string Sent, string Shown, string? Secret = null)
{
    /// <summary>A statement without secrets.</summary>
    public static implicit operator SqlText(string sql) => new(sql, sql);

    /// <summary>The statement as shown.</summary>
    public override string ToString() => Shown;
}

/// <summary>
/// Statements with verifiers, whose text holds none: the server logs the text of a statement that waits, fails or takes long, and
/// log_statement = ddl, which the estate declares, that of every CREATE ROLE and ALTER ROLE. So verifiers go before it as the parameter of a
/// setting of the transaction, and a DO block, which is no DDL, puts them into the one statement that cannot take a parameter.
/// </summary>
internal static class SecretSql
{
    /// <summary>The setting of the transaction, until it ends.</summary>
    public const string Setting = "pginfra.verifier";

    /// <summary>Gives <see cref="Setting"/> the value of the parameter.</summary>
    public const string Set = $"SELECT pg_catalog.set_config('{Setting}', $1, true)";

    private const string Value = $"pg_catalog.current_setting('{Setting}')";

    /// <summary>A role made with its password.</summary>
    /// <param name="attributes">Its attributes, as CREATE ROLE words them.</param>
    public static SqlText CreateRole(string role, string attributes, string verifier) =>
        Password($"CREATE ROLE {Identifier.Quote(role)} {attributes}", role, verifier, $"CREATE ROLE {Identifier.Quote(role)} {attributes} PASSWORD {Variable(role)}");

    /// <summary>The password of a login that is there.</summary>
    public static SqlText AlterPassword(string login, string verifier) =>
        Password($"ALTER ROLE {Identifier.Quote(login)} LOGIN", login, verifier, $"ALTER ROLE {Identifier.Quote(login)} PASSWORD {Variable(login)}");

    /// <summary>Rows of a login, its verifier and a third column, <c>AS v</c> in the statement around them.</summary>
    /// <param name="before">The statement up to the rows.</param>
    /// <param name="column">The third column, by login, as SQL.</param>
    /// <param name="after">The statement behind the rows.</param>
    public static SqlText Rows(string before, IReadOnlyDictionary<string, string> verifiers, Func<string, string> column, string after) => new(
        $"{before}(SELECT j.key, j.value, o.other FROM pg_catalog.jsonb_each_text({Value}::pg_catalog.jsonb) j "
            + $"JOIN (VALUES {string.Join(", ", verifiers.Keys.Select(login => $"({Identifier.Literal(login)}, {column(login)})"))}) o (login, other) ON o.login = j.key){after}",
        $"{before}(VALUES {string.Join(", ", verifiers.Keys.Select(login => $"({Identifier.Literal(login)}, {Variable(login)}, {column(login)})"))}){after}",
        JsonSerializer.Serialize(verifiers));

    // The first statement waits for whoever is at work on the role, and fails where this login may not change it; after it the second does neither,
    // so that no context of a wait or an error quotes it.
    private static SqlText Password(string first, string role, string verifier, string shown) => new(
        $"""
        DO $pginfra$BEGIN
          {first};
          EXECUTE pg_catalog.format('ALTER ROLE %I PASSWORD %L', {Identifier.Literal(role)}, {Value});
        END$pginfra$
        """, shown, verifier);

    private static string Variable(string login) => $":'{string.Concat(login.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}_verifier'";
}
