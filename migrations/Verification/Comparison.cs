using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>Compares what was possible with what is declared, cell by cell.</summary>
internal sealed class Comparison
{
    private readonly DeclaredMatrix _declared;
    private readonly Dictionary<string, Subject> _subjects;
    private readonly ImmutableDictionary<string, RoleFacts> _facts;
    private readonly Dictionary<string, int> _ranks;
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<(string Role, string Schema), Dictionary<(Privilege, Scope), Cell>> _cells = [];
    private readonly List<string> _schemas = [];
    private long _statements;
    private long _asked;

    public Comparison(DeclaredMatrix declared, ImmutableDictionary<string, RoleFacts> facts, ImmutableHashSet<string> present)
    {
        (_declared, _facts) = (declared, facts);
        _subjects = declared.Subjects.ToDictionary(s => s.Role, StringComparer.Ordinal);
        _subjects[DeclaredMatrix.Public] = Subject.Everybody;
        _ranks = declared.Subjects.Select((s, i) => (s.Role, i)).ToDictionary(s => s.Role, s => s.i, StringComparer.Ordinal);
        foreach (var subject in _declared.Subjects)
            _violations.AddRange(RoleComparison.Of(subject, _facts.GetValueOrDefault(subject.Role)));
        foreach (var schema in _declared.Schemas.Where(s => !present.Contains(s)))
            _violations.Add(new Violation(Finding.Missing, SchemaRoles.Owner(schema), schema, "schema", [], $"SELECT to_regnamespace('{schema}')", "there is no such schema", false));
    }

    /// <summary>Schemas whose comparison has begun, in the order reports show them.</summary>
    public void Begun(IEnumerable<string> schemas) => _schemas.AddRange(schemas);

    /// <summary>What one stage found. Of it only what is wrong is kept: a thousand services come to two million trials.</summary>
    public void Add(StageResult result)
    {
        _statements += result.Statements;
        _asked += result.Trials.Count(t => !t.Acted);
        foreach (var trial in result.Trials.Where(t => t is { Schema: not null, Privilege: not null }))
            CellOf(trial).Add(trial);
        CompareStage(result);
    }

    private Cell CellOf(Trial trial)
    {
        var (pair, key) = ((trial.Role, trial.Schema!), (trial.Privilege!.Value, trial.Scope));
        if (!_cells.TryGetValue(pair, out var cells))
            _cells[pair] = cells = [];
        if (!cells.TryGetValue(key, out var cell))
            cells[key] = cell = new Cell(key.Item1, key.Scope, _subjects[trial.Role].In(trial.Schema!).Contains(key.Item1));
        return cell;
    }

    public VerificationReport Report(ImmutableArray<string> exceptions, TimeSpan took)
    {
        var cells = _cells.SelectMany(c => CellComparison.Of(_subjects[c.Key.Role], c.Key.Schema, c.Value.Values));
        var declared = from subject in _declared.Subjects where _facts.ContainsKey(subject.Role)
                       from schema in _schemas where subject.Privileges.ContainsKey(schema)
                       select (subject.Role, Schema: schema);
        var rows = _cells.Keys.Union(declared).Select(c => (Subject: _subjects[c.Role], c.Schema)).Where(c => c.Subject.IsLogin)
            .Select(c => Row(c.Subject, c.Schema, _cells.GetValueOrDefault((c.Subject.Role, c.Schema))?.Values.ToList() ?? [])).Where(r => !r.IsClosed);
        return new VerificationReport
        {
            IsolationExceptions = exceptions,
            Logins = [.. _declared.Subjects.Where(s => s.IsLogin && _facts.ContainsKey(s.Role)).Select(s => s.Role)],
            Schemas = [.. _schemas],
            Matrix = [.. rows.OrderBy(r => Rank(r.Role)).ThenBy(r => r.Schema, StringComparer.Ordinal)],
            Violations = [.. cells.Concat(_violations).DistinctBy(v => (v.Finding, v.Role, v.Schema, v.What, v.Statement)).OrderBy(v => Rank(v.Role)).ThenBy(v => v.Schema, StringComparer.Ordinal)],
            Statements = _statements,
            Asked = _asked,
            Took = took,
        };
    }

    private void CompareStage(StageResult result)
    {
        foreach (var (role, message) in result.NotActed)
            _violations.Add(new Violation(Finding.Unclear, role, null, "cannot be tried", [], $"GRANT {Identifier.Show(role)} TO CURRENT_USER", message, true));
        foreach (var (owner, schema, message) in result.NotCreated)
            _violations.Add(new Violation(Finding.Missing, owner, schema, "creating objects", [], $"SET ROLE {Identifier.Show(owner)}; CREATE TABLE {Identifier.Show(schema, StageSql.Scratch)} ()", message, true));
        foreach (var wrong in result.Owners)
            _violations.Add(new Violation(Finding.Extra, wrong.Owner, wrong.Schema, "ownership", wrong.Object is null ? [] : [wrong.Object], $"\\d {wrong.Schema}.{wrong.Object ?? "*"}", $"belongs to {wrong.Owner} and not to {SchemaRoles.Owner(wrong.Schema)}", false));
        foreach (var trial in result.Trials.Where(t => t.Kind == "server"))
            _violations.Add(new Violation(trial.Outcome == "whole" ? Finding.Extra : Finding.Unclear, trial.Role, null, trial.Object!, [], AsRole(trial), Answer(trial), trial.Acted));

        foreach (var closed in result.Trials.Where(t => t is { Privilege: Privilege.Usage, Outcome: not "whole" }))
            _violations.AddRange(CellComparison.Closed(_subjects[closed.Role], closed.Schema!, closed));
        foreach (var latent in result.Latent.GroupBy(t => (t.Role, Schema: t.Schema!)))
        {
            var subject = _subjects[latent.Key.Role];
            var acted = !result.NotActed.ContainsKey(subject.Role) && (subject.IsLogin || subject.Privileges.ContainsKey(latent.Key.Schema));
            _violations.AddRange(CellComparison.Latent(subject, latent.Key.Schema, latent.Where(t => !acted || t.Kind != "schema")));
        }
    }

    private static MatrixRow Row(Subject subject, string schema, IEnumerable<Cell> cells)
    {
        ImmutableSortedSet<Privilege> Possible(Scope scope) =>
            [.. cells.Where(c => c.Scope == scope || c.Scope == Scope.Schema).GroupBy(c => c.Privilege).Where(g => g.All(c => c.IsWhole)).Select(g => g.Key)];
        return new MatrixRow(subject.Role, schema, subject.In(schema), Possible(Scope.Existing), Possible(Scope.Future));
    }

    private int Rank(string role) => _ranks.GetValueOrDefault(role, int.MaxValue);

    internal static string AsRole(Trial trial) => trial.Role == DeclaredMatrix.Public
        ? trial.Statement
        : $"SET ROLE {Identifier.Show(trial.Role)}; {trial.Statement}";

    internal static string Answer(Trial trial) => trial.State is null or "PV000" or "42P01" or "25006" or "42830" or "42883" && trial.Outcome != "none" ? "allowed" : $"{trial.Message} (SQLSTATE {trial.State})";
}
