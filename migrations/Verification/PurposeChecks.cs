using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Desired;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>One thing a login is there for, tried in its own session.</summary>
/// <param name="What">As people say it.</param>
/// <param name="Sql">Returns what is wrong, or null; takes <paramref name="Logins"/> as its parameter.</param>
/// <param name="Logins">Logins it is about.</param>
/// <param name="Answer">What it means when something is returned.</param>
/// <param name="Finding">More or less than declared.</param>
internal sealed record PurposeCheck(string What, string Sql, ImmutableArray<string> Logins, string Answer, Finding Finding);

/// <summary>A login may hold every declared privilege and still not do what it is for; these say so before the pager does.</summary>
internal static class PurposeChecks
{
    private const string Lookup = $"{DesiredPooler.Schema}.get_auth(login)";

    public static IEnumerable<PurposeCheck> Of(Login login, ServiceCatalog catalog) => login.Purpose switch
    {
        LoginPurpose.PoolerLookup =>
        [
            new("lookup of logins that use the pooler", $"SELECT string_agg(login, ', ') FROM unnest($1) login WHERE NOT EXISTS (SELECT FROM {Lookup})",
                [.. catalog.Logins.Where(l => l.Pooled).Select(l => l.Name)], "PgBouncer cannot let in:", Finding.Missing),
            new("lookup of logins that do not use the pooler", $"SELECT string_agg(login, ', ') FROM unnest($1) login WHERE EXISTS (SELECT FROM {Lookup})",
                [.. catalog.Logins.Where(l => !l.Pooled).Select(l => l.Name)], "PgBouncer would let in:", Finding.Extra),
        ],

        // Without pg_read_all_stats both views answer, with the texts of all other logins blanked out.
        LoginPurpose.Monitor =>
        [
            new("statements of other logins in pg_stat_activity",
                "SELECT string_agg(DISTINCT usename::text, ', ') FROM pg_catalog.pg_stat_activity WHERE query = '<insufficient privilege>' AND cardinality($1) > 0",
                [login.Name], "hidden are those of:", Finding.Missing),
            new("pg_stat_statements", "SELECT string_agg(DISTINCT userid::regrole::text, ', ') FROM public.pg_stat_statements WHERE query = '<insufficient privilege>' AND cardinality($1) > 0",
                [login.Name], "hidden are the statements of:", Finding.Missing),
        ],
        _ => [],
    };
}
