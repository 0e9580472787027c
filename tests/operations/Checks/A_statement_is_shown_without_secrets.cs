using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>pg_stat_activity holds statements as they were typed: ALTER ROLE with its password among them.</summary>
public sealed class A_statement_is_shown_without_secrets
{
    [Theory]
    [InlineData("ALTER ROLE monitor PASSWORD 'hunter2'", "ALTER ROLE monitor PASSWORD '[hidden]'")]
    [InlineData("create user x with encrypted password E'hun\\'ter2' valid until 'infinity'", "create user x with encrypted password '[hidden]' valid until '[hidden]'")]
    [InlineData("ALTER ROLE x PASSWORD 'hunt''er2'", "ALTER ROLE x PASSWORD '[hidden]'")]
    [InlineData("ALTER ROLE x PASSWORD $$hunter2$$", "ALTER ROLE x PASSWORD '[hidden]'")]
    [InlineData("ALTER ROLE x PASSWORD $a$hun$$ter2$a$, y", "ALTER ROLE x PASSWORD '[hidden]', y")]
    // Cut off at track_activity_query_size, in the middle of it.
    [InlineData("ALTER ROLE x PASSWORD 'hunter", "ALTER ROLE x PASSWORD '[hidden]'")]
    [InlineData("ALTER ROLE x PASSWORD $q$hunter", "ALTER ROLE x PASSWORD '[hidden]'")]
    // No word of a password beside the value.
    [InlineData("INSERT INTO auth.users_credentials VALUES (7, 'ana', 'hunter2')", "INSERT INTO auth.users_credentials VALUES (7, '[hidden]', '[hidden]')")]
    [InlineData("SELECT dblink('host=x password=hunter2')", "SELECT dblink('[hidden]')")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:hunter2@h/d' PUBLICATION p", "CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:[hidden]@h/d' PUBLICATION p")]
    [InlineData("UPDATE t SET v = 'SCRAM-SHA-256$4096:c2FsdA==$a:b'", "UPDATE t SET v = '[hidden]'")]
    // An apostrophe in a quoted name or a comment opens nothing.
    [InlineData("UPDATE \"it's\" SET password = 'hunter2' -- it's\nWHERE id = 'a'", "UPDATE \"it's\" SET password = '[hidden]' WHERE id = '[hidden]'")]
    [InlineData("SELECT 1 -- was: ALTER ROLE x PASSWORD 'hunter2'", "SELECT 1")]
    [InlineData("SELECT 1 /* PASSWORD 'hunter2' */, 2", "SELECT 1 , 2")]
    // What has nothing to do with credentials is what somebody looks for.
    [InlineData("SELECT *\n  FROM orders WHERE status = 'paid'", "SELECT * FROM orders WHERE status = 'paid'")]
    public void And_with_everything_else(string statement, string shown) => Assert.Equal(shown, StatementText.Safe(statement));

    [Theory]
    [InlineData("  select 1", "SELECT")]
    [InlineData("/* from */ alter role x password 'y'", "ALTER ROLE")]
    [InlineData("-- a\nBEGIN;", "BEGIN")]
    [InlineData("", "")]
    public void Its_kind_is_its_first_words(string statement, string kind) => Assert.Equal(kind, StatementText.Kind(statement));
}
