using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>A microservice and the schema only it may touch.</summary>
/// <param name="Name">Service name as the company writes it, e.g. <c>catalog-service</c>.</param>
/// <param name="Schema">Schema it owns; not always the service's own name (catalog-service owns <c>products</c>).</param>
/// <param name="Login">Role it logs in as.</param>
/// <param name="Tables">Main tables of the schema (S11 to S16), created by the baseline.</param>
public sealed record Service(string Name, string Schema, string Login, ImmutableArray<string> Tables)
{
    /// <summary>Group role that owns the schema and every object in it; reached only by SET ROLE.</summary>
    public string OwnerRole => SchemaRoles.Owner(Schema);

    /// <summary>Group role that reads and writes the schema's data.</summary>
    public string ReadWriteRole => SchemaRoles.ReadWrite(Schema);

    /// <summary>Group role that reads the schema's data.</summary>
    public string ReadOnlyRole => SchemaRoles.ReadOnly(Schema);
}

/// <summary>Names of the three group roles every schema has.</summary>
public static class SchemaRoles
{
    /// <summary>NOLOGIN; owns the schema and its objects.</summary>
    public static string Owner(string schema) => schema + "_owner";

    /// <summary>NOLOGIN; SELECT, INSERT, UPDATE, DELETE, sequence use, EXECUTE.</summary>
    public static string ReadWrite(string schema) => schema + "_rw";

    /// <summary>NOLOGIN; SELECT.</summary>
    public static string ReadOnly(string schema) => schema + "_ro";
}
