using System.Globalization;

namespace TechCorp.PgInfra.Catalog;

/// <summary>Which engine versions can be declared (S1).</summary>
public static class EngineVersions
{
    /// <summary>Oldest minor of 15 that RDS still created on 2026-07-03 (us-east-1: 15.13 to 15.18). 15.4 has been refused since 2024-12-09.</summary>
    public const int OldestCreatableMinor = 13;

    /// <summary>The minor of <c>15.N</c>; null for the major alone.</summary>
    public static int? Minor(string version) =>
        version.Split('.') is [_, var minor] && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>True for <c>15</c> and for a minor that can still be created.</summary>
    public static bool CanBeCreated(string version) =>
        version == Major || (version.StartsWith(Major + ".", StringComparison.Ordinal) && Minor(version) >= OldestCreatableMinor);

    /// <summary>
    /// The major an estate may be upgraded to (S1 keeps it on <see cref="Database.MajorVersion"/> until somebody decides so). Its parameters
    /// are those of <c>postgresql-15.tsv</c> but the ones marked as removed (PostgreSQL 16 release notes, E.1.2).
    /// </summary>
    public const string UpgradeTarget = "16";

    /// <summary>
    /// What the master runs on 15 before an upgrade: from 16 on only ADMIN on a role lets it change or lend the role (PostgreSQL 16 release
    /// notes, E.1.2), 15 gave it to no maker of a role, and on 16 nobody on RDS could give it. It stands as it is between double quotes of a
    /// shell.
    /// </summary>
    public const string AdministerRoles =
        "DO 'BEGIN EXECUTE (SELECT ''GRANT '' || string_agg(quote_ident(rolname), '', '') || '' TO CURRENT_USER WITH ADMIN OPTION'' "
        + "FROM pg_roles WHERE NOT rolsuper AND rolname <> current_user AND NOT rolname ~ ''^(pg_|rds)''); END'";

    /// <summary>The major of a version, e.g. 15 of <c>15.18</c>; null when it does not start with a number.</summary>
    public static int? MajorOf(string version) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;

    private static string Major => Database.MajorVersion.ToString(CultureInfo.InvariantCulture);
}
