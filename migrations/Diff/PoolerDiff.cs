using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Live;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>The credential table and the lookup function, made as their owner so that nothing of the master's is inside.</summary>
internal static class PoolerDiff
{
    private static readonly string Table = Identifier.Quote(DesiredPooler.Schema, DesiredPooler.Table);
    private static readonly string Owner = Identifier.Quote(DesiredPooler.Owner);
    private static readonly string Signature = $"{Identifier.Quote(DesiredPooler.Schema, "get_auth")}(p_username text)";

    private static readonly LiveLookup Declared = new(
        "p_username text", "TABLE(username text, password text)", "sql", SecurityDefiner: true, Volatility: "s",
        ["search_path=pg_catalog, pg_temp"], DesiredPooler.Body);

    /// <summary>True when the table has to be made anew, and with it everything in it.</summary>
    public static bool TableIsWrong(LiveState live) => !live.CredentialColumns.SequenceEqual(DesiredPooler.Columns);

    public static void Compare(PlanBuilder plan)
    {
        if (TableIsWrong(plan.Live))
        {
            CreateTable(plan);
        }

        if (plan.Live.Lookup is not { } lookup)
        {
            CreateFunction(plan);
        }
        else if (lookup.Result != Declared.Result || lookup.Arguments != Declared.Arguments)
        {
            // CREATE OR REPLACE cannot change the result.
            AsOwner(plan, '~', $"shape of function {DesiredPooler.Schema}.{DesiredPooler.Function}", [$"DROP FUNCTION {Signature}"]);
            CreateFunction(plan);
        }
        else if (lookup.Language != Declared.Language || lookup.SecurityDefiner != Declared.SecurityDefiner
            || lookup.Volatility != Declared.Volatility || lookup.Body != Declared.Body || !lookup.Settings.SequenceEqual(Declared.Settings))
        {
            AsOwner(plan, '~', $"definition of function {DesiredPooler.Schema}.{DesiredPooler.Function}", [Definition]);
        }
    }

    private static void CreateTable(PlanBuilder plan)
    {
        // The table holds nothing that cannot be written again, so a table of another shape is replaced.
        var columns = string.Join(", ", DesiredPooler.Columns).Replace("username text not null", "username text PRIMARY KEY", StringComparison.Ordinal);
        List<string> statements = plan.Live.CredentialColumns.IsEmpty ? [] : [$"DROP TABLE {Table}"];
        statements.Add($"CREATE TABLE {Table} ({columns})");
        statements.Add($"GRANT SELECT ON TABLE {Table} TO {Identifier.Quote(DesiredPooler.DatabaseOwner)}");
        AsOwner(
            plan, statements.Count == 3 ? '~' : '+',
            $"{(statements.Count == 3 ? "replace" : "create")} table {DesiredPooler.Schema}.{DesiredPooler.Table} (verifiers, for PgBouncer)",
            statements);
    }

    private static void CreateFunction(PlanBuilder plan)
    {
        var lookups = DesiredPooler.FunctionGrantees(plan.Desired);
        AsOwner(
            plan, '+', $"create function {DesiredPooler.Schema}.{DesiredPooler.Function} (security definer)",
            [
                Definition,
                $"REVOKE ALL ON FUNCTION {Signature} FROM PUBLIC",
                .. lookups.Count == 0 ? [] : new[] { $"GRANT EXECUTE ON FUNCTION {Signature} TO {Identifier.List(lookups)}" },
            ]);
    }

    private static string Definition =>
        $"""
        CREATE OR REPLACE FUNCTION {Signature}
        RETURNS TABLE (username text, password text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp
        AS $lookup${DesiredPooler.Body}$lookup$
        """;

    private static void AsOwner(PlanBuilder plan, char sign, string text, List<string> statements)
    {
        plan.Add(Section.Pooler, $"SET LOCAL ROLE {Owner}", [], DesiredPooler.Owner);
        for (var i = 0; i < statements.Count; i++)
        {
            plan.Add(Section.Pooler, statements[i], i == 0 ? [new PlanLine(Section.Pooler, sign, text)] : [], DesiredPooler.Owner);
        }

        plan.Add(Section.Pooler, "RESET ROLE", []);
    }
}
