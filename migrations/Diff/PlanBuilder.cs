using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Live;
using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Collects differences, decides which of them this login can remove, and puts the statements in order.</summary>
internal sealed class PlanBuilder
{
    private readonly List<PlanStatement> _statements = [];
    private readonly List<PlanLine> _withheld = [];
    private readonly List<string> _blocked = [];
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _borrowed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usable;
    private readonly HashSet<string> _administered;
    private readonly bool _additive;

    public PlanBuilder(LiveState live, DesiredState desired, ServerFacts server, bool additive)
    {
        Live = live;
        Desired = desired;
        Server = server;
        _additive = additive;
        DeclaredRoles = desired.Roles.ToDictionary(r => r.Name, StringComparer.Ordinal);
        DeclaredSchemas = desired.Schemas.ToDictionary(s => s.Name, StringComparer.Ordinal);
        _usable = UsableBy(server.User, live.Memberships.Where(m => m.Inherit ?? true).ToLookup(m => m.Member, m => m.Role));
        _administered = [.. live.Memberships.Where(m => m.Admin && _usable.Contains(m.Member)).Select(m => m.Role)];
    }

    public LiveState Live { get; }

    public DesiredState Desired { get; }

    public ServerFacts Server { get; }

    public IReadOnlyDictionary<string, DesiredRole> DeclaredRoles { get; }

    public IReadOnlyDictionary<string, DesiredSchema> DeclaredSchemas { get; }

    /// <summary>A statement that removes the given differences.</summary>
    /// <param name="actAs">Roles whose rights the statement needs; the login borrows their membership until the end of the transaction.</param>
    public void Add(Section section, SqlText sql, IEnumerable<PlanLine> lines, params IEnumerable<string> actAs)
    {
        var shown = lines.ToImmutableArray();
        if (_additive && shown.Length > 0 && shown.All(l => l.Sign == '-'))
        {
            _withheld.AddRange(shown);
            return;
        }

        if (actAs.FirstOrDefault(role => !CanActAs(role)) is { } denied)
        {
            foreach (var line in shown)
            {
                Block($"{line}: {WhoCanActAs(denied)}");
            }

            return;
        }

        _borrowed.UnionWith(actAs.Where(MustBorrow));
        _statements.Add(new PlanStatement(section, sql, shown));
    }

    /// <summary>A statement that removes one difference.</summary>
    public void Add(Section section, char sign, string text, SqlText sql, params IEnumerable<string> actAs) =>
        Add(section, sql, [new PlanLine(section, sign, text)], actAs);

    /// <summary>A difference this login cannot remove.</summary>
    public void Block(string text) => _blocked.Add(text);

    /// <summary>Something the catalogue does not know and the step leaves alone.</summary>
    public void Report(string text) => _unknown.Add(text);

    /// <summary>True when the login has, or may give itself, the rights of a role.</summary>
    public bool CanActAs(string role) =>
        Server.IsSuperuser
        || role == Server.User
        || role == DesiredPooler.DatabaseOwner
        || !Live.Roles.TryGetValue(role, out var live)
        || (!live.Attributes.Superuser && !IsPlatform(role) && MayAdminister(role));

    /// <summary>True when the login may change a role's attributes and members. From 16 on that takes ADMIN on the role, before CREATEROLE.</summary>
    public bool MayAdminister(string role) =>
        Server.IsSuperuser || Server.MajorVersion < 16 || !Live.Roles.ContainsKey(role) || _administered.Contains(role);

    /// <summary>True when the login has a role's rights without borrowing them: its own, or inherited.</summary>
    public bool HasRightsOf(string role) => Server.IsSuperuser || _usable.Contains(role);

    /// <summary>Roles of the server itself and of RDS: never the catalogue's to change.</summary>
    public static bool IsPlatform(string role) =>
        role.StartsWith("pg_", StringComparison.Ordinal) || role.StartsWith("rds", StringComparison.Ordinal);

    /// <summary>The way out for a difference that needs another role's rights.</summary>
    public string WhoCanActAs(string role) =>
        Live.Roles.TryGetValue(role, out var live) && (live.Attributes.Superuser || IsPlatform(role))
            ? $"only a superuser can, because {Identifier.Show(role)} is involved"
            : $"{Server.User} lacks ADMIN on {Identifier.Show(role)}; whoever made the role runs GRANT {Identifier.Quote(role)} TO {Identifier.Quote(Server.User)} WITH ADMIN OPTION";

    /// <summary>The finished plan.</summary>
    public Plan Build()
    {
        var ordered = _statements.OrderBy(s => (int)s.Section).ToList();
        if (_borrowed.Count > 0)
        {
            // Right after the roles exist; PostgreSQL 16 gives the maker of a role ADMIN on it but not its rights.
            var options = Server.MajorVersion >= 16 ? " WITH INHERIT TRUE, SET TRUE" : "";
            var roles = Identifier.List(_borrowed);
            var first = ordered.FindIndex(s => s.Section > Section.Roles);
            ordered.Insert(first < 0 ? ordered.Count : first, new PlanStatement(Section.Roles, $"GRANT {roles} TO CURRENT_USER{options}", []));
            ordered.Add(new PlanStatement(Section.OwnMemberships, $"REVOKE {roles} FROM CURRENT_USER", []));
        }

        return new Plan
        {
            Statements = [.. ordered],
            Withheld = [.. _withheld],
            Blocked = [.. _blocked],
            Unknown = [.. _unknown],
        };
    }

    // A login has what the roles it inherits have: on RDS it is rds_superuser, not the master, that administers pg_monitor.
    private static HashSet<string> UsableBy(string user, ILookup<string, string> inherited)
    {
        HashSet<string> usable = [user];
        for (var next = new Queue<string>(usable); next.TryDequeue(out var member);)
        {
            foreach (var role in inherited[member].Where(usable.Add))
            {
                next.Enqueue(role);
            }
        }

        return usable;
    }

    private bool MustBorrow(string role) => !Server.IsSuperuser && role != Server.User && role != DesiredPooler.DatabaseOwner;
}
