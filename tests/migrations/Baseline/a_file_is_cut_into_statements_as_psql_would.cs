using TechCorp.PgInfra.Migrations.Baseline;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>A statement cut in the wrong place is executed half: the one thing this must never do.</summary>
public class a_file_is_cut_into_statements_as_psql_would
{
    [Fact]
    public void Semicolons_inside_other_things_do_not_end_a_statement()
    {
        var statements = SqlStatement.Split("""
            -- a comment; with a semicolon
            SELECT 'it''s; one', E'back\'; slash', "odd;name", $1 ;
            /* nested /* ; */ ; */
            CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN $$;$$; END $body$;
            CREATE OR REPLACE FUNCTION g(n int) RETURNS int LANGUAGE sql
            BEGIN ATOMIC
                SELECT CASE WHEN n > 0 THEN 1 ELSE 0 END;
                SELECT 2;
            END;
            CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM t; DELETE FROM t);
            SELECT 'the last one needs none'
            """);

        Assert.Equal([2, 4, 5, 10, 11], statements.Select(s => s.Line));
        Assert.Equal("""SELECT 'it''s; one', E'back\'; slash', "odd;name", $1""", statements[0].Text);
        Assert.EndsWith("$body$", statements[1].Text, StringComparison.Ordinal);
        Assert.EndsWith("END", statements[2].Text, StringComparison.Ordinal);
        Assert.EndsWith("DELETE FROM t)", statements[3].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COMMIT", "COMMIT")]
    [InlineData("rollback", "ROLLBACK")]
    [InlineData("ROLLBACK TO before", null)]
    [InlineData("begin isolation level serializable", "BEGIN")]
    [InlineData("PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION")]
    [InlineData("PREPARE q AS SELECT 1", null)]
    [InlineData("reset role", "RESET ROLE")]
    [InlineData("SET LOCAL ROLE techcorp_admin", "SET LOCAL ROLE")]
    [InlineData("SET lock_timeout = 0", null)]
    [InlineData("CREATE TABLE commit ()", null)]
    public void Words_that_leave_the_transaction_or_the_role_are_recognised(string sql, string? words) =>
        Assert.Equal(words, SqlStatement.Split(sql).Single().LeavesTransaction());
}
