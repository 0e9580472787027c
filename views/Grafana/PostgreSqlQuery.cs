namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>Servers a query can be asked of.</summary>
public enum QueryScope
{
    EveryServer,

    /// <summary>Says nothing of a server in recovery.</summary>
    Writer,

    /// <summary>A server in recovery.</summary>
    Replica,
}

/// <summary>A question to PostgreSQL itself, 15 or later, asked as the login <c>monitor</c>: a member of pg_monitor with nothing but pg_catalog in its search_path.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Meaning">What to read out of it.</param>
/// <param name="Scope">Where it can be asked.</param>
/// <param name="Sql">The query; columns that end in <c> s</c>, <c> bytes</c> and <c> ratio</c> are shown in that unit and without that word.</param>
/// <param name="Width">Columns of the grid.</param>
/// <param name="Height">Rows of the grid: 8 for five lines and more, 4 for a single one.</param>
public sealed record PostgreSqlQuery(string Title, string Meaning, QueryScope Scope, string Sql, int Width = 12, int Height = 8);
