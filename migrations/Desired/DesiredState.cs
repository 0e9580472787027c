using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Desired;

/// <summary>What shall be true, derived from the catalogue alone; the live server plays no part in it.</summary>
public sealed record DesiredState
{
    /// <summary>Group roles first, then logins.</summary>
    public required ImmutableArray<DesiredRole> Roles { get; init; }

    public required ImmutableArray<DesiredMembership> Memberships { get; init; }

    /// <summary>Who may do what with the database itself; PUBLIC nothing.</summary>
    public required Grants DatabaseGrants { get; init; }

    public required ImmutableArray<DesiredSchema> Schemas { get; init; }

    public required ImmutableArray<DesiredDefaultPrivileges> DefaultPrivileges { get; init; }

    /// <summary>Secrets by login; logins that go through the pooler are known to it.</summary>
    public required ImmutableArray<DesiredCredential> Credentials { get; init; }

    /// <summary>Extensions that shall exist (S4).</summary>
    public required ImmutableArray<string> Extensions { get; init; }

    /// <summary>Logins that cross schemas on purpose, each with its reason; every report repeats them (S19).</summary>
    public required ImmutableArray<string> IsolationExceptions { get; init; }
}

/// <summary>A schema and what lies in it.</summary>
/// <param name="Owner">Null leaves the owner as it is: <c>public</c> belongs to whoever the server gave it to.</param>
/// <param name="Grants">Privileges on the schema itself, the owner's aside.</param>
/// <param name="ObjectGrants">Privileges on every object of a kind, the owner's aside.</param>
/// <param name="Objects">
/// Null where any object may lie in the schema and gets <paramref name="ObjectGrants"/>. Otherwise the schema's only objects:
/// any other is reported and left alone.
/// </param>
public sealed record DesiredSchema(
    string Name,
    string? Owner,
    Grants Grants,
    ImmutableArray<KindGrants> ObjectGrants,
    ImmutableHashSet<string>? Objects = null)
{
    /// <summary>What is declared on every object of a kind.</summary>
    public Grants GrantsOn(ObjectKind kind) => ObjectGrants.FirstOrDefault(g => g.Kind == kind)?.Grants ?? Grants.None;
}

/// <summary>Privileges on every object of a kind.</summary>
public sealed record KindGrants(ObjectKind Kind, Grants Grants);

/// <summary>Default privileges of <paramref name="ForRole"/>: in one schema added to the built-in ones, everywhere (null) in their place.</summary>
public sealed record DesiredDefaultPrivileges(
    string ForRole, string? Schema, ObjectKind Kind, Grants Grants);

/// <summary>A login's secret; pooled logins are looked up by PgBouncer.</summary>
public sealed record DesiredCredential(string Login, bool Pooled, LoginSecret Secret);
