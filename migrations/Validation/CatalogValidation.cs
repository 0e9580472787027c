using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Validation;

/// <summary>
/// Names of a catalogue before any of them reaches a server. PostgreSQL would accept some of these and cut or fold them; what
/// else carries the names (pgbouncer.ini, connection URLs, secrets' names) would not.
/// </summary>
public static class CatalogValidation
{
    /// <summary>Every problem of the catalogue's names, in the catalogue's order; empty when there is none.</summary>
    public static ImmutableArray<string> Problems(ServiceCatalog catalog)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var schemas = catalog.Services.Select(s => new NamedThing(s.Schema, $"schema of service {s.Name}")).ToList();
        var roles = catalog.Services
            .SelectMany(s => new[]
            {
                new NamedThing(s.OwnerRole, $"owner role of schema {Show(s.Schema)}"),
                new NamedThing(s.ReadWriteRole, $"read-write role of schema {Show(s.Schema)}"),
                new NamedThing(s.ReadOnlyRole, $"read-only role of schema {Show(s.Schema)}"),
            })
            .Concat(catalog.Logins.Select(l => new NamedThing(l.Name, $"login ({l.Purpose})")))
            .ToList();

        // A schema that is wrong makes its three roles wrong in the same way: said once, at the schema.
        var wrongSchemas = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schema in schemas)
        {
            if (NameRule.Broken(schema.Name, NameRule.Schemas) is { } rule)
            {
                wrongSchemas.Add(schema.Name);
                problems.Add($"{schema.What}: {rule}");
            }
        }

        var derived = catalog.Services.Where(s => wrongSchemas.Contains(s.Schema))
            .SelectMany(s => new[] { s.OwnerRole, s.ReadWriteRole, s.ReadOnlyRole }).ToHashSet(StringComparer.Ordinal);
        foreach (var role in roles.Where(r => !derived.Contains(r.Name)))
        {
            if (NameRule.Broken(role.Name, NameRule.Roles) is { } rule)
            {
                problems.Add($"{role.What}: {rule}");
            }
        }

        Twice(problems, "service", catalog.Services.Select(s => new NamedThing(s.Name, $"service with schema {Show(s.Schema)}")));
        Twice(problems, "schema", schemas);

        // Two schemas of one name have three roles of one name each: said once, at the schema.
        var twice = schemas.GroupBy(s => s.Name, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .SelectMany(g => new[] { SchemaRoles.Owner(g.Key), SchemaRoles.ReadWrite(g.Key), SchemaRoles.ReadOnly(g.Key) })
            .ToHashSet(StringComparer.Ordinal);
        Twice(problems, "role", roles.Where(r => !twice.Contains(r.Name)));
        UnknownSchemas(problems, catalog);
        return problems.ToImmutable();
    }

    /// <summary>Throws when there is a problem.</summary>
    /// <exception cref="PostDeployException">All problems; exit 2.</exception>
    public static void Demand(ServiceCatalog catalog)
    {
        var problems = Problems(catalog);
        if (problems.Length > 0)
        {
            throw new PostDeployException(ExitCode.BadUsage, [.. problems.Select(p => $"catalogue: {p}")]);
        }
    }

    private static void Twice(ImmutableArray<string>.Builder problems, string kind, IEnumerable<NamedThing> things)
    {
        foreach (var group in things.GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add($"{kind} {Show(group.Key)} is declared {group.Count()} times: {string.Join(", ", group.Select(t => t.What))}; each needs a name of its own");
        }
    }

    private static void UnknownSchemas(ImmutableArray<string>.Builder problems, ServiceCatalog catalog)
    {
        var known = catalog.Services.Select(s => s.Schema).ToHashSet(StringComparer.Ordinal);
        foreach (var login in catalog.Logins)
        {
            foreach (var grant in login.Grants.Where(g => !known.Contains(g.Schema)))
            {
                problems.Add($"login {Show(login.Name)}: is granted schema {Show(grant.Schema)}, which no service owns; declare the service or remove the line");
            }

            foreach (var schema in login.Grants.GroupBy(g => g.Schema, StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                problems.Add($"login {Show(login.Name)}: is granted schema {Show(schema.Key)} {schema.Count()} times; keep one line");
            }
        }
    }

    private static string Show(string name) => Identifier.Show(name);

    private sealed record NamedThing(string Name, string What);
}
