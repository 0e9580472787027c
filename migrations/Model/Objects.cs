using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations.Model;

/// <summary>An object of the database with its owner and privileges.</summary>
/// <param name="Schema">Schema it lies in; its own name for a schema; empty for the database.</param>
/// <param name="Name">Its name; for a routine with argument types, as <c>f(integer, text)</c>.</param>
/// <param name="Sql">How a statement names it, quoted.</param>
/// <param name="Acl">Its access control list with the server's default written out where nothing was ever granted.</param>
/// <param name="Column">Column name for privileges on one column; null for the object itself.</param>
/// <param name="OwnerFollows">True for objects whose owner cannot be set on its own, such as the sequence of an identity column.</param>
/// <param name="TakesCallersPath">True for a routine that runs with its owner's rights and finds its objects by its caller's search_path (CVE-2018-1058).</param>
public sealed record LiveObject(
    ObjectKind Kind, string Schema, string Name, string Sql, string Owner, ImmutableArray<AclEntry> Acl,
    string? Column = null, bool OwnerFollows = false, bool TakesCallersPath = false);

/// <summary>Default privileges: what objects created later by <paramref name="ForRole"/> start with.</summary>
/// <param name="Schema">Schema they apply in; null is everywhere, and then the list replaces the server's built-in default.</param>
/// <param name="Kind">Table, Sequence, Routine, Type or Schema.</param>
public sealed record DefaultAcl(string ForRole, string? Schema, ObjectKind Kind, ImmutableArray<AclEntry> Acl);

/// <summary>An extension of the database.</summary>
public sealed record LiveExtension(string Name, string? Schema);

/// <summary>A credential in force: the row of the pooler's table that was written together with the role's password.</summary>
/// <param name="RoleOid">The role it was set on; a role dropped and made again by hand has another and no password.</param>
public sealed record LiveCredential(string Login, string Verifier, bool Pooled, uint RoleOid);
