using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Verification;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// Generated sabotage. A round breaks one cell for each login (each another privilege in another schema), so that over the
/// rounds every login meets every privilege and every schema; what verify names must be exactly those cells.
/// </summary>
public sealed class verify_catches_each_single_wrong_grant(VerifiedServer server) : IClassFixture<VerifiedServer>
{
    private static readonly ServiceCatalog Catalog = ServiceCatalog.TechCorp;
    private static readonly ImmutableArray<Privilege> Privileges = [.. Enum.GetValues<Privilege>()];

    private static readonly Dictionary<string, string> TableWithSequence = new()
    {
        ["auth"] = "tokens", ["users"] = "users", ["orders"] = "orders", ["payments"] = "transactions", ["inventory"] = "reservations", ["products"] = "products",
    };

    [Theory]
    [Trait("Requirement", "S17")]
    [InlineData(Scope.Existing)]
    [InlineData(Scope.Future)]
    public async Task More_than_declared(Scope scope)
    {
        var declared = DeclaredMatrix.Of(Catalog);
        var logins = declared.Subjects.Where(s => s.IsLogin).ToList();
        var privileges = scope == Scope.Existing ? Privileges : [.. Privileges.Where(p => p is not (Privilege.Usage or Privilege.Create))];
        for (var round = 0; round < privileges.Length; round++)
        {
            List<(string Sabotage, string Heal, string Cell)> broken = [];
            for (var i = 0; i < logins.Count; i++)
            {
                var privilege = privileges[(i + round) % privileges.Length];
                var schema = Enumerable.Range(0, 6).Select(k => declared.Schemas[(i * 5 + round + k) % 6]).FirstOrDefault(s => !logins[i].In(s).Contains(privilege));
                if (schema is not null)
                    broken.Add(Grant(logins[i].Role, schema, privilege, scope));
            }

            await server.ExecuteAsync(string.Join(";\n", broken.Select(b => b.Sabotage)));
            var report = await server.VerifyAsync();
            await server.ExecuteAsync(string.Join(";\n", broken.Select(b => b.Heal)));

            Assert.Equal(broken.Select(b => b.Cell).Concat(Implied(broken.Select(b => b.Cell))).Order(), report.Violations.Select(Cell).Order());
            Assert.All(report.Violations, v => Assert.Equal(Finding.Extra, v.Finding));
        }

        Assert.True((await server.VerifyAsync()).AsDeclared);
    }

    [Theory]
    [Trait("Requirement", "S17")]
    [InlineData(Scope.Existing)]
    [InlineData(Scope.Future)]
    public async Task Less_than_declared(Scope scope)
    {
        Privilege[] readWrite = [Privilege.Select, Privilege.Insert, Privilege.Update, Privilege.Delete, Privilege.SequenceUsage, Privilege.SequenceSelect, Privilege.Execute];
        foreach (var round in (int[])[0, 4])
        {
            List<(string Sabotage, string Heal, string Cell)> broken = [];
            var cells = new List<string>();
            for (var i = 0; i < 6; i++)
            {
                var service = Catalog.Services[i];
                var privilege = readWrite[(i + round) % readWrite.Length];
                var (grant, revoke, cell) = Grant(service.ReadWriteRole, service.Schema, privilege, scope);
                broken.Add((revoke, grant, cell));
                // A group's loss is the loss of every login in it.
                foreach (var role in (string[])[service.ReadWriteRole, service.Login, Logins.SharedApplication])
                    cells.Add(cell.Replace(service.ReadWriteRole, role, StringComparison.Ordinal));
            }

            await server.ExecuteAsync(string.Join(";\n", broken.Select(b => b.Sabotage)));
            var report = await server.VerifyAsync();
            await server.ExecuteAsync(string.Join(";\n", broken.Select(b => b.Heal)));

            Assert.Equal(cells.Order(), report.Violations.Select(Cell).Order());
            Assert.All(report.Violations, v => Assert.Equal(Finding.Missing, v.Finding));
            Assert.All(report.Violations, v => Assert.True(v.Acted));
        }

        Assert.True((await server.VerifyAsync()).AsDeclared);
    }

    // UPDATE on a sequence allows nextval() too (PostgreSQL manual, table 5.2): acting it out shows both where the schema is open.
    private static IEnumerable<string> Implied(IEnumerable<string> cells) => cells
        .Where(c => c.Contains(" setval ", StringComparison.Ordinal) && c.StartsWith(Logins.Analytics, StringComparison.Ordinal) && !c.Contains(" auth ", StringComparison.Ordinal))
        .Select(c => c.Replace("setval", "nextval", StringComparison.Ordinal));

    private static string Cell(Violation v) => $"{v.Role} {v.Schema} {v.What}";

    private static (string Grant, string Revoke, string Cell) Grant(string role, string schema, Privilege privilege, Scope scope)
    {
        var table = TableWithSequence[schema];
        var (word, existing, future) = privilege switch
        {
            Privilege.Usage or Privilege.Create => (privilege.ToString(), $"SCHEMA {schema}", ""),
            Privilege.SequenceUsage => ("USAGE", $"SEQUENCE {schema}.{table}_id_seq", "SEQUENCES"),
            Privilege.SequenceSelect => ("SELECT", $"SEQUENCE {schema}.{table}_id_seq", "SEQUENCES"),
            Privilege.SequenceUpdate => ("UPDATE", $"SEQUENCE {schema}.{table}_id_seq", "SEQUENCES"),
            Privilege.Execute => ("EXECUTE", $"FUNCTION {schema}.set_updated_at()", "FUNCTIONS"),
            _ => (privilege.ToString(), $"TABLE {schema}.{table}", "TABLES"),
        };
        var cellScope = privilege is Privilege.Usage or Privilege.Create ? Scope.Schema : scope;
        var cell = $"{role} {schema} {CellComparison.Words(privilege, cellScope)}";
        if (scope == Scope.Existing)
            return ($"GRANT {word} ON {existing} TO {role}", $"REVOKE {word} ON {existing} FROM {role}", cell);
        var defaults = $"ALTER DEFAULT PRIVILEGES FOR ROLE {SchemaRoles.Owner(schema)} IN SCHEMA {schema}";
        return ($"{defaults} GRANT {word} ON {future} TO {role}", $"{defaults} REVOKE {word} ON {future} FROM {role}", cell);
    }
}
