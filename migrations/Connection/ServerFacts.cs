namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>What the step has to know about the server before it looks at anything else.</summary>
/// <param name="Version">As the server prints it, e.g. <c>15.18</c>.</param>
/// <param name="User">The role the session runs as.</param>
/// <param name="DatabaseOwner">Owner of the database: on RDS the master user.</param>
/// <param name="IsSuperuser">True on a self-made server only; RDS gives nobody this.</param>
/// <param name="IsRds">True where RDS's own roles and settings are found.</param>
public sealed record ServerFacts(
    int MajorVersion, string Version, string Database, string User, string DatabaseOwner, bool IsSuperuser, bool IsRds);
