using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>One statement tried as a role, or one grant read from the catalogue.</summary>
/// <param name="Privilege">Null for what concerns the server.</param>
/// <param name="Outcome"><c>whole</c>, <c>part</c> (some columns), <c>none</c> or <c>unclear</c>.</param>
internal sealed record Trial(
    string Role, string? Schema, string? Object, string Kind, Privilege? Privilege, Scope Scope, string Outcome, bool Acted, string? State, string? Message, string Statement);

/// <summary>What the catalogue says about a role.</summary>
internal sealed record RoleFacts(string Role, string Powers, bool CanLogin, bool Inherits, ImmutableSortedSet<string> MemberOf);

/// <summary>An object that does not belong to the owner of its schema; the schema itself when the object is null.</summary>
internal sealed record WrongOwner(string Schema, string? Object, string Owner);

/// <summary>What one transaction found out.</summary>
internal sealed record StageResult(
    ImmutableArray<Trial> Trials, ImmutableArray<Trial> Latent, ImmutableArray<WrongOwner> Owners,
    ImmutableDictionary<string, string> NotActed, ImmutableArray<(string Owner, string Schema, string Message)> NotCreated, long Statements);
