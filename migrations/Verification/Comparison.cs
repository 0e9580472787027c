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
    private readonly List<MatrixRow> _rows = [];
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

    /// <summary>What was tried in some schemas. Of it only what is wrong is kept: a thousand services come to two million trials.</summary>
    public void Add(StageResult result, ImmutableArray<string> schemas)
    {
        _schemas.AddRange(schemas);
        _statements += result.Statements;
        _asked += result.Trials.Count(t => !t.Acted);
        CompareStage(result, schemas);
    }

    public VerificationReport Report(ImmutableArray<string> exceptions, TimeSpan took)
    {
        return new VerificationReport
        {
            IsolationExceptions = exceptions,
            Logins = [.. _declared.Subjects.Where(s => s.IsLogin && _facts.ContainsKey(s.Role)).Select(s => s.Role)],
            Schemas = [.. _schemas],
            Matrix = [.. _rows.OrderBy(r => Rank(r.Role)).ThenBy(r => r.Schema, StringComparer.Ordinal)],
            Violations = [.. _violations.DistinctBy(v => (v.Finding, v.Role, v.Schema, v.What, v.Statement)).OrderBy(v => Rank(v.Role)).ThenBy(v => v.Schema, StringComparer.Ordinal)],
            Statements = _statements,
            Asked = _asked,
            Took = took,
        };
    }

    private void CompareStage(StageResult result, ImmutableArray<string> schemas)
    {
        foreach (var (role, message) in result.NotActed)
            _violations.Add(new Violation(Finding.Unclear, role, null, "cannot be tried", [], $"GRANT {Identifier.Show(role)} TO CURRENT_USER", message, true));
        foreach (var (owner, schema, message) in result.NotCreated)
            _violations.Add(new Violation(Finding.Missing, owner, schema, "creating objects", [], $"SET ROLE {Identifier.Show(owner)}; CREATE TABLE {Identifier.Show(schema, StageSql.Scratch)} ()", message, true));
        foreach (var wrong in result.Owners)
            _violations.Add(new Violation(Finding.Extra, wrong.Owner, wrong.Schema, "ownership", wrong.Object is null ? [] : [wrong.Object], $"\\d {wrong.Schema}.{wrong.Object ?? "*"}", $"belongs to {wrong.Owner} and not to {SchemaRoles.Owner(wrong.Schema)}", false));
        foreach (var trial in result.Trials.Where(t => t.Kind == "server"))
            _violations.Add(new Violation(trial.Outcome == "whole" ? Finding.Extra : Finding.Unclear, trial.Role, null, trial.Object!, [], AsRole(trial), Answer(trial), trial.Acted));

        var tried = result.Trials.Where(t => t.Schema is not null).ToLookup(t => (t.Role, t.Schema!));
        var latent = result.Latent.ToLookup(t => (t.Role, t.Schema!));
        foreach (var subject in _subjects.Values.Where(s => s.Role == DeclaredMatrix.Public || _facts.ContainsKey(s.Role)))
        {
            foreach (var schema in schemas)
            {
                var trials = tried[(subject.Role, schema)].ToList();
                var open = trials.Any(t => t is { Privilege: Privilege.Usage, Outcome: "whole" });
                var acted = !result.NotActed.ContainsKey(subject.Role) && (subject.IsLogin || subject.Privileges.ContainsKey(schema));
                _violations.AddRange(CellComparison.Of(subject, schema, trials, open, acted,
                    latent[(subject.Role, schema)].Where(t => !open && (!acted || t.Kind != "schema"))));
                if (subject.IsLogin && Row(subject, schema, trials) is { IsClosed: false } row)
                    _rows.Add(row);
            }
        }
    }

    private static MatrixRow Row(Subject subject, string schema, List<Trial> trials)
    {
        ImmutableSortedSet<Privilege> Possible(Scope scope) =>
            [.. trials.Where(t => t.Privilege is not null && (t.Scope == scope || t.Scope == Scope.Schema))
                .GroupBy(t => t.Privilege!.Value).Where(g => g.All(t => t.Outcome == "whole")).Select(g => g.Key)];
        return new MatrixRow(subject.Role, schema, subject.In(schema), Possible(Scope.Existing), Possible(Scope.Future));
    }

    private int Rank(string role) => _ranks.GetValueOrDefault(role, int.MaxValue);

    internal static string AsRole(Trial trial) => trial.Role == DeclaredMatrix.Public
        ? trial.Statement
        : $"SET ROLE {Identifier.Show(trial.Role)}; {trial.Statement}";

    internal static string Answer(Trial trial) => trial.State is null or "PV000" or "42P01" or "25006" && trial.Outcome != "none" ? "allowed" : $"{trial.Message} (SQLSTATE {trial.State})";
}
