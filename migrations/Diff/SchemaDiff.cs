using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Schemas that are missing. Those that exist are objects like any other: see <see cref="ObjectDiff"/>.</summary>
internal static class SchemaDiff
{
    public static void Compare(PlanBuilder plan)
    {
        var live = plan.Live.Objects.Where(o => o.Kind == ObjectKind.Schema).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var schema in plan.Desired.Schemas.Where(s => !live.Contains(s.Name)))
        {
            var name = Identifier.Quote(schema.Name);
            plan.Add(
                Section.Schemas, '+',
                $"create schema {Identifier.Show(schema.Name)}{(schema.Owner is null ? "" : $" owned by {Identifier.Show(schema.Owner)}")}",
                $"CREATE SCHEMA {name}{(schema.Owner is null ? "" : $" AUTHORIZATION {Identifier.Quote(schema.Owner)}")}",
                schema.Owner is null ? [] : [schema.Owner]);
            foreach (var grant in schema.Grants.GroupBy(g => PrivilegeText.Words(g.Privileges), StringComparer.Ordinal))
            {
                var grantees = grant.Select(g => g.Grantee).Order(StringComparer.Ordinal).ToList();
                plan.Add(
                    Section.Privileges,
                    $"GRANT {grant.Key} ON SCHEMA {name} TO {string.Join(", ", grantees.Select(Identifier.Grantee))}",
                    grantees.Select(g => new PlanLine(
                        Section.Privileges, '+', $"grant {PrivilegeText.Show(grant.First().Privileges)} on schema {Identifier.Show(schema.Name)} to {Identifier.Show(g)}")),
                    schema.Owner is null ? [] : [schema.Owner]);
            }
        }
    }
}
