using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>Everything of the server that the declaration speaks about, read in one snapshot.</summary>
public sealed record LiveState
{
    /// <summary>Every role, the server's own <c>pg_*</c> included.</summary>
    public required ImmutableDictionary<string, LiveRole> Roles { get; init; }

    public required ImmutableArray<LiveMembership> Memberships { get; init; }

    public required ImmutableArray<LiveRoleSettings> RoleSettings { get; init; }

    /// <summary>Settings that only a superuser may set, by name; a value of one of these cannot be reset by the RDS master.</summary>
    public required ImmutableHashSet<string> SuperuserSettings { get; init; }

    /// <summary>The database, the schemas and what lies in them, with privileges on columns as entries of their own.</summary>
    public required ImmutableArray<LiveObject> Objects { get; init; }

    public required ImmutableArray<DefaultAcl> DefaultPrivileges { get; init; }

    public required ImmutableArray<LiveExtension> Extensions { get; init; }

    /// <summary>Extensions whose files the server has.</summary>
    public required ImmutableHashSet<string> AvailableExtensions { get; init; }

    /// <summary>The pooler's lookup function; null where it is missing.</summary>
    public required LiveLookup? Lookup { get; init; }

    /// <summary>Columns of the credential table as <c>name type not null</c>; empty where it is missing.</summary>
    public required ImmutableArray<string> CredentialColumns { get; init; }

    /// <summary>Rows of the credential table; null where it cannot be read, and then nothing is known to be in force.</summary>
    public required ImmutableArray<LiveCredential>? Credentials { get; init; }

    /// <summary>Objects of rarer kinds that name a declared role, with why, in the server's words.</summary>
    public required ImmutableArray<LiveDependency> OtherDependencies { get; init; }

    /// <summary>What everybody may do with objects of rarer kinds, beyond what the server came with.</summary>
    public required ImmutableArray<LiveOpening> Openings { get; init; }

    /// <summary>Event triggers, publications, extensions, other databases: what lies in no schema.</summary>
    public required ImmutableArray<LiveThing> Things { get; init; }

    /// <summary>Sessions at once in the database; -1 is no limit.</summary>
    public required int DatabaseConnectionLimit { get; init; }

    /// <summary>The same with every password in doubt: as if each had been set on a role that is gone.</summary>
    public LiveState WithoutPasswordsInForce() =>
        Credentials is { } rows ? this with { Credentials = [.. rows.Select(c => c with { RoleOid = 0 })] } : this;
}

/// <summary>What of the lookup function's definition matters: anything else than declared is replaced.</summary>
public sealed record LiveLookup(string Arguments, string Result, string Language, bool SecurityDefiner, string Volatility, ImmutableArray<string> Settings, string Body);

/// <summary>A role owning or holding privileges on an object of a kind that is not healed, only reported.</summary>
/// <param name="Schema">Schema it lies in, if any.</param>
public sealed record LiveDependency(string Role, bool Owns, string Description, string? Schema);

/// <summary>Privileges of PUBLIC on an object of a kind that is not healed.</summary>
public sealed record LiveOpening(string Privileges, string Description);

/// <summary>Something that lies in no schema.</summary>
/// <param name="Note">What makes it worth knowing; null where it says enough that it is there.</param>
public sealed record LiveThing(string Kind, string Name, string Owner, string? Note);
