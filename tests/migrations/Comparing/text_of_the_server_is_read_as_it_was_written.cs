using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using TechCorp.PgInfra.Migrations.Diff;
using TechCorp.PgInfra.Migrations.Live;
using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// Roles of others may be called anything. What PostgreSQL prints about them is read back by us, and a name misread would be
/// a grant revoked from somebody else: random names go through the real server.
/// </summary>
[Collection(OnPostgreSql.Name)]
public sealed class text_of_the_server_is_read_as_it_was_written(PostgreSql postgreSql)
{
    private static readonly Gen<string> Names =
        from length in Gen.Choose(1, 12)
        from characters in Gen.Elements("a Z9_\"'\\=/,*{}ä€-$.%".ToCharArray()).ListOf(length)
        select "n" + new string([.. characters]);

    [Fact]
    [Trait("Requirement", "S17")]
    public async Task Privileges_search_paths_and_literals_of_any_name()
    {
        var server = await postgreSql.StartAsync();
        await using var connection = await server.ConnectAsync();

        async Task<T> AskAsync<T>(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (T)(await command.ExecuteScalarAsync())!;
        }

        async Task RoundTripAsync(string[] names)
        {
            var (role, path) = (names[0], names.Distinct().ToArray());
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var setup = new NpgsqlCommand(
                $"""
                CREATE ROLE {Identifier.Quote(role)};
                CREATE TABLE public.probe (id int);
                GRANT SELECT, UPDATE ON public.probe TO {Identifier.Quote(role)} WITH GRANT OPTION;
                GRANT INSERT ON public.probe TO {Identifier.Quote(role)};
                ALTER ROLE {Identifier.Quote(role)} SET search_path TO {Identifier.List(path)};
                """, connection))
            {
                await setup.ExecuteNonQueryAsync();
            }

            var acl = ArrayText.Parse(await AskAsync<string>("SELECT relacl::text FROM pg_class WHERE oid = 'public.probe'::regclass"));
            var setting = ArrayText.Parse(await AskAsync<string>($"SELECT setconfig::text FROM pg_db_role_setting WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = {Identifier.Literal(role)})"));
            await transaction.RollbackAsync();

            Assert.Equal(
                new AclEntry(role, Privileges.Select | Privileges.Insert | Privileges.Update, Privileges.Select | Privileges.Update, "postgres"),
                acl.Select(Acl.ParseItem).Single(e => e.Grantee != "postgres"));
            Assert.Equal(path, SettingDiff.Items(setting.Single()["search_path=".Length..]));
        }

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(Names.ArrayOf(3).ToArbitrary(), names => RoundTripAsync(names).GetAwaiter().GetResult()));
    }

    /// <summary>A list that is cut short or of another shape must not be taken for fewer privileges than there are.</summary>
    [Theory]
    [InlineData("{}", "")]
    [InlineData("{a=r/b,\"\\\"x y\\\"=w/b\"}", "a=r/b|\"x y\"=w/b")]
    [InlineData("{\"\",\"NULL\"}", "|NULL")]
    [InlineData("a,b", null)]
    [InlineData("{a,b", null)]
    [InlineData("{\"a}", null)]
    [InlineData("{\"a\"b}", null)]
    [InlineData("{a,,b}", null)]
    [InlineData("{{a},{b}}", null)]
    [InlineData("{a,NULL}", null)]
    public void An_array_is_read_whole_or_refused(string text, string? elements)
    {
        if (elements is null)
            Assert.Throws<FormatException>(() => ArrayText.Parse(text));
        else
            Assert.Equal(elements, string.Join('|', ArrayText.Parse(text)));
    }
}
